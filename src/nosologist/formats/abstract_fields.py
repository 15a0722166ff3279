"""The fields of an abstract, each with its reader."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from nosologist.errors import UnreadableClaimError
from nosologist.formats.abstract_payers import adjudication, money, other_payer, revenue
from nosologist.formats.abstract_people import coverage, person, provider, providers, submission
from nosologist.formats.claim_json import CLAIM, LINE, icd10cm_code, two_digits
from nosologist.formats.contract import (
    Read,
    amount,
    an_object,
    capitals,
    day,
    each,
    filled,
    needed_in,
    one_of,
    shown,
    text,
    truth,
)
from nosologist.model.billing import BilledLine, Occurrence, Stay, ValueCode, Visit
from nosologist.model.claim import ClaimLine
from nosologist.model.code import Code, CodeSystem, undotted

_HOUR = re.compile(r"([01][0-9]|2[0-3]):?([0-5][0-9])?")
_MOST_CAUSES = 2


class PointedLine(NamedTuple):
    """A line with its pointers as they were written: places, or diagnosis codes."""

    line: BilledLine
    pointers: tuple[int | str, ...]


def hour(where: str, value: Any) -> str:
    """A time of day as HHMM, from HH, HHMM or HH:MM."""
    found = _HOUR.fullmatch(text(where, value).zfill(2))
    if found is None:
        raise UnreadableClaimError(f"{where}: {shown(value)} is no time; write it as HH:MM")
    return f"{found[1]}{found[2] or '00'}"


def _service(where: str, value: Any) -> Code:
    """A CPT or HCPCS code; YAML takes one for a number where it is not quoted."""
    return Code(CodeSystem.HCPCS, undotted(filled(where, value)))


def _pointer(where: str, value: Any) -> int | str:
    if isinstance(value, bool) or not isinstance(value, (int, str)) or value == "":
        raise UnreadableClaimError(f"{where}: {shown(value)} is neither a place among the diagnoses nor a code")
    return int(value) if isinstance(value, str) and value.isascii() and value.isdecimal() else value


def _line(where: str, value: Any) -> PointedLine:
    """A line: the fields of a service line and those of its billing."""
    facts = an_object(where, value, _BILLED_LINE)
    pointers = facts.pop("pointers", ())
    code = facts.pop("code", None)
    service = {name: facts.pop(name) for name in ("modifiers", "place") if name in facts}
    if code is None and ("revenue" not in facts or service):
        raise UnreadableClaimError(f"{where}.code: is missing")
    shared = {name: facts[name] for name in ("units", "charge", "date") if name in facts}
    line = BilledLine(None if code is None else ClaimLine(code, **service, **shared), **facts)
    return PointedLine(line, pointers)


def _occurrence(where: str, value: Any) -> Occurrence:
    facts = an_object(where, value, {"code": capitals, "date": day, "through": day})
    needed_in(where, facts, "code", "date")
    return Occurrence(facts["code"], facts["date"], facts.get("through"))


def _value_code(where: str, value: Any) -> ValueCode:
    facts = an_object(where, value, {"code": capitals, "amount": money})
    needed_in(where, facts, "code", "amount")
    return ValueCode(**facts)


def _stay(where: str, value: Any) -> Stay:
    return Stay(**an_object(where, value, _STAY))


def _visit(where: str, value: Any) -> Visit:
    visit = Visit(**an_object(where, value, _VISIT))
    if len(visit.related_causes) > _MOST_CAUSES:
        raise UnreadableClaimError(f"{where}.related_causes: a claim names {_MOST_CAUSES} at most")
    return visit


_BILLED_LINE: dict[str, Read] = {
    **LINE,
    "code": _service,
    "modifiers": each(capitals),
    "charge": money,
    "pointers": each(_pointer),
    "revenue": revenue,
    "basis": one_of("UN", "MJ", "DA"),
    "through": day,
    "control_number": filled,
    "description": filled,
    "emergency": truth,
    "noncovered": money,
    "ndc": filled,
    "ndc_quantity": amount,
    "ndc_unit": one_of("F2", "GR", "ME", "ML", "UN"),
    "rendering": provider,
    "note": filled,
    "adjudications": each(adjudication),
}
_STAY: dict[str, Read] = {
    "type_of_bill": two_digits,
    "statement_from": day,
    "admission_hour": hour,
    "discharge_hour": hour,
    "admission_type": capitals,
    "admission_source": capitals,
    "reasons_for_visit": each(icd10cm_code),
    "drg": filled,
    "conditions": each(capitals),
    "occurrences": each(_occurrence),
    "values": each(_value_code),
}
_VISIT: dict[str, Read] = {
    "place": two_digits,
    "onset": day,
    "accident": day,
    "last_menstrual_period": day,
    "discharged": day,
    "related_causes": each(one_of("AA", "EM", "OA")),
    "accident_state": capitals,
    "clia": filled,
    "signed": truth,
}
ABSTRACT: dict[str, Read] = {
    **CLAIM,
    "lines": each(_line),
    "patient": person,
    "coverage": coverage,
    "other_payers": each(other_payer),
    "providers": providers,
    "stay": _stay,
    "visit": _visit,
    "submission": submission,
    "total": money,
    "frequency": one_of("1", "7", "8"),
    "original_reference": filled,
    "accept_assignment": one_of("A", "B", "C"),
    "benefits_assigned": one_of("Y", "N", "W"),
    "release": one_of("Y", "I"),
    "authorization": filled,
    "referral": filled,
    "medical_record": filled,
    "note": filled,
    "patient_paid": money,
}
