"""What a proof states of what was done: procedures axis by axis, and service lines with what stays open."""

from __future__ import annotations

from typing import Any

from nosologist.model.coded import CodedEncounter
from nosologist.model.encounter import Encounter
from nosologist.model.procedure import Axis, Procedure
from nosologist.model.service_line import OpenService, Service, is_cpt
from nosologist.proof.words import cites, reasons, span, spans


def procedure(one: Procedure, encounter: Encounter) -> dict[str, Any]:
    """A procedure: its characters, what fixed each of them, and what is possible where nothing did."""
    return {
        "system": "icd10pcs", "pattern": one.pattern, "title": one.title,
        "date": one.date.isoformat() if one.date else None, "operator": one.operator,
        "spans": spans(one.evidence, encounter),
        "axes": [_axis(axis, encounter) for axis in one.axes],
        "open": [
            {"axis": axis.position, "title": axis.title,
             "values": [{"character": character, "label": label} for character, label in axis.values]}
            for axis in one.missing
        ],
        "cites": cites(one.citations),
    }  # fmt: skip


def _axis(axis: Axis, encounter: Encounter) -> dict[str, Any]:
    return {
        "axis": axis.position, "title": axis.title, "character": axis.character, "label": axis.label, "why": axis.why,
        "text": axis.told(encounter.text), "span": span(axis.evidence, encounter) if axis.evidence else None,
    }  # fmt: skip


def service(one: Service, coded: CodedEncounter) -> dict[str, Any]:
    """A service line with units, modifiers, the diagnoses that it points to, and its reasons."""
    encounter = coded.encounter
    return {
        "system": "cpt" if is_cpt(one.code) else "hcpcs", "code": one.code.value, "title": one.title,
        "units": str(one.units), "date": one.date.isoformat() if one.date else None,
        "modifiers": [
            {"modifier": value, "why": why, "span": span(evidence, encounter) if evidence else None}
            for value, why, evidence in one.modifiers
        ],
        "pointers": list(one.pointers),
        "for": [coded.assignments[at - 1].code.dotted for at in one.pointers if at <= len(coded.assignments)],
        "spans": spans(one.evidence, encounter),
        "reasons": reasons(one.reasons, encounter),
    }  # fmt: skip


def open_service(one: OpenService, encounter: Encounter) -> dict[str, Any]:
    """A service of which the record does not decide the code."""
    return {
        "title": one.title, "possible": [code.value for code in one.possible], "why": one.why,
        "missing": list(one.missing), "spans": spans(one.evidence, encounter),
    }  # fmt: skip
