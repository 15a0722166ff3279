"""Service lines in the JSON contract: CPT numbers and HCPCS codes with units, modifiers, pointers, and what stays open."""

from __future__ import annotations

from typing import Any

from nosologist.model.assignment import Reason
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Span
from nosologist.model.encounter import Encounter
from nosologist.model.service_line import OpenService, Service, is_cpt


def line(one: Service, coded: CodedEncounter, encounter: Encounter) -> dict[str, Any]:
    """A service line; ``system`` is ``cpt`` or ``hcpcs``. Pointers are places among the diagnoses, with their codes beside."""
    return {
        "system": "cpt" if is_cpt(one.code) else "hcpcs",
        "code": one.code.value,
        "title": one.title,
        "role": "service",
        "poa": None,
        "confidence": None,
        "evidence": [_span(span, encounter) for span in one.evidence],
        "path": [],
        "reasons": [_reason(reason, encounter) for reason in one.reasons],
        "units": str(one.units),
        "modifiers": [
            {"modifier": value, "text": why, "evidence": None if span is None else _span(span, encounter)}
            for value, why, span in one.modifiers
        ],
        "pointers": list(one.pointers),
        "for": [coded.assignments[at - 1].code.dotted for at in one.pointers if at <= len(coded.assignments)],
        "date": one.date.isoformat() if one.date else None,
    }


def not_decided(coded: CodedEncounter, encounter: Encounter) -> dict[str, Any]:
    """Services of which the record does not decide the code; the field is there where a view asked for services."""
    if coded.encounter.view is None:
        return {}
    return {"view": coded.encounter.view.value, "open_services": [_open(one, encounter) for one in coded.open_services]}


def _open(one: OpenService, encounter: Encounter) -> dict[str, Any]:
    return {
        "title": one.title,
        "possible": [code.value for code in one.possible],
        "evidence": [_span(span, encounter) for span in one.evidence],
        "reason": one.why,
        "missing": list(one.missing),
    }


def _reason(reason: Reason, encounter: Encounter) -> dict[str, Any]:
    cites = [str(citation) for citation in reason.citations]
    evidence = None if reason.evidence is None else _span(reason.evidence, encounter)
    return {"step": reason.step.value, "text": reason.text, "cites": cites, "evidence": evidence}


def _span(span: Span, encounter: Encounter) -> dict[str, Any]:
    """A quote; with its document, where there are several."""
    place = encounter.place(span)
    shown = {"start": place.span.start, "end": place.span.end, "text": place.quote}
    return shown if len(encounter.documents) == 1 else {"document": place.document.id, **shown}
