"""The JSON contract of a visit's level, version 1. Offsets are half-open characters of the unchanged text."""

from __future__ import annotations

from typing import Any

from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Span
from nosologist.model.em import EmElement, EmFact, EmLevel, EmProblem

VERSION = 1


def to_object(level: EmLevel, coded: CodedEncounter) -> dict[str, Any]:
    """The contract's object for the level of a document."""
    document = coded.encounter.documents[0]
    day = coded.encounter.date
    return {
        "version": VERSION,
        "document": {"id": document.id},
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
                **_element(level.problems, document.text),
                "addressed": [_problem(problem, document.text) for problem in level.addressed],
            },
            "data": _element(level.data, document.text),
            "risk": _element(level.risk, document.text),
        },
        "time": {
            "minutes": level.minutes,
            "code": level.time_code,
            "facts": [_fact(fact, document.text) for fact in level.time],
        },
        "prolonged": [{"code": one.code, "units": one.units, "for": one.for_whom} for one in level.prolonged],
        "documentation_gaps": list(level.gaps),
        "hints": list(level.hints),
    }


def _element(element: EmElement, text: str) -> dict[str, Any]:
    return {
        "level": element.grade.word,
        "reasons": list(element.reasons),
        "facts": [_fact(fact, text) for fact in element.facts],
    }


def _fact(fact: EmFact, text: str) -> dict[str, Any]:
    return {
        "kind": fact.kind.value,
        "name": fact.name,
        "counted": not fact.not_counted,
        "why_not": fact.not_counted or None,
        **_span(fact.span, text),
    }


def _problem(problem: EmProblem, text: str) -> dict[str, Any]:
    return {
        "title": problem.title,
        "codes": list(problem.codes),
        "nature": problem.nature,
        "level": problem.grade.word,
        "reason": problem.reason,
        "counted": not problem.not_counted,
        "why_not": problem.not_counted or None,
        "evidence": [_span(span, text) for span in problem.spans],
    }


def _span(span: Span, text: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.quote(text)}
