"""The JSON contract of a visit's level, version 1. Offsets are half-open characters of a document's unchanged text."""

from __future__ import annotations

from typing import Any

from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Span
from nosologist.model.em import EmElement, EmFact, EmLevel, EmProblem
from nosologist.model.encounter import Encounter

VERSION = 1


def to_object(level: EmLevel, coded: CodedEncounter) -> dict[str, Any]:
    """The contract's object for the level of an encounter."""
    encounter = coded.encounter
    day = encounter.date
    several = len(encounter.documents) > 1
    return {
        "version": VERSION,
        "document": {"id": encounter.id},
        **({"documents": [{"id": document.id} for document in encounter.documents]} if several else {}),
        "setting": level.setting.value,
        "visit": level.visit.value,
        "date": day.isoformat() if day else None,
        "code": level.code,
        "basis": level.basis,
        "reasons": list(level.reasons),
        "mdm": {
            "level": level.mdm.word,
            "code": level.mdm_code,
            "problems": {
                **_element(level.problems, encounter),
                "addressed": [_problem(problem, encounter) for problem in level.addressed],
            },
            "data": _element(level.data, encounter),
            "risk": _element(level.risk, encounter),
        },
        "time": {
            "minutes": level.minutes,
            "code": level.time_code,
            "facts": [_fact(fact, encounter) for fact in level.time],
        },
        "prolonged": [{"code": one.code, "units": one.units, "for": one.for_whom} for one in level.prolonged],
        "documentation_gaps": list(level.gaps),
        "hints": list(level.hints),
    }


def _element(element: EmElement, encounter: Encounter) -> dict[str, Any]:
    return {
        "level": element.grade.word,
        "reasons": list(element.reasons),
        "facts": [_fact(fact, encounter) for fact in element.facts],
    }


def _fact(fact: EmFact, encounter: Encounter) -> dict[str, Any]:
    return {
        "kind": fact.kind.value,
        "name": fact.name,
        "counted": not fact.not_counted,
        "why_not": fact.not_counted or None,
        **_span(fact.span, encounter),
    }


def _problem(problem: EmProblem, encounter: Encounter) -> dict[str, Any]:
    return {
        "title": problem.title,
        "codes": list(problem.codes),
        "nature": problem.nature,
        "level": problem.grade.word,
        "reason": problem.reason,
        "counted": not problem.not_counted,
        "why_not": problem.not_counted or None,
        "evidence": [_span(span, encounter) for span in problem.spans],
    }


def _span(span: Span, encounter: Encounter) -> dict[str, Any]:
    """A quote; with its document, where there are several."""
    place = encounter.place(span)
    shown = {"start": place.span.start, "end": place.span.end, "text": place.quote}
    return shown if len(encounter.documents) == 1 else {"document": place.document.id, **shown}
