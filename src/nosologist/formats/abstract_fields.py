"""The fields of an abstract, each with its reader."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, NamedTuple

from nosologist.errors import UnreadableClaimError
from nosologist.formats.claim_json import CLAIM, LINE, icd10cm_code, sex_stated, two_digits
from nosologist.formats.contract import Read, amount, day, each, fields, made, one_of, shown, text, truth
from nosologist.model.billing import (
    Address,
    BilledLine,
    Contact,
    Correspondent,
    Coverage,
    Name,
    Occurrence,
    Payer,
    Person,
    Provider,
    Stay,
    Submission,
    Team,
    ValueCode,
    Visit,
)
from nosologist.model.claim import ClaimLine
from nosologist.model.code import Code, CodeSystem, undotted

_RELATIONSHIPS = {
    "self": "18", "spouse": "01", "child": "19", "employee": "20", "unknown": "21", "organ donor": "39",
    "cadaver donor": "40", "life partner": "53", "other": "G8",
}  # fmt: skip
_HOUR = re.compile(r"([01][0-9]|2[0-3]):?([0-5][0-9])?")
_MOST_CAUSES = 2
_NAME = ("last_name", "first_name", "middle_name", "suffix", "organization")


class PointedLine(NamedTuple):
    """A line with its pointers as they were written: places, or diagnosis codes."""

    line: BilledLine
    pointers: tuple[int | str, ...]


def _object(where: str, value: Any, known: dict[str, Read]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UnreadableClaimError(f"{where}: {shown(value)} is no object of fields")
    return fields(f"{where}.", value, known)


def _named(where: str, facts: dict[str, Any]) -> Name | None:
    """The name in an object's fields, which are taken out of it."""
    parts = {name: facts.pop(name) for name in _NAME if name in facts}
    if organization := parts.pop("organization", None):
        if parts:
            raise UnreadableClaimError(f"{where}: an organization or a person's name, not both")
        return Name(organization, organization=True)
    if parts and "last_name" not in parts:
        raise UnreadableClaimError(f"{where}.last_name: is missing")
    if not parts:
        return None
    return Name(parts["last_name"], parts.get("first_name"), parts.get("middle_name"), parts.get("suffix"))


def _needed(where: str, facts: dict[str, Any], *names: str) -> None:
    for name in names:
        if name not in facts:
            raise UnreadableClaimError(f"{where}.{name}: is missing")


def _filled(where: str, value: Any) -> str:
    """A text that is not empty and has no line breaks."""
    said = text(where, value)
    if not said or not said.isprintable():
        raise UnreadableClaimError(f"{where}: {shown(value)} is empty or holds line breaks")
    return said


def _code(where: str, value: Any) -> str:
    return _filled(where, value).upper()


def _tax_id(where: str, value: Any) -> str:
    """An EIN as 12-3456789; an SSN keeps its form, anything else too, for a rule to judge."""
    said = _filled(where, value)
    return f"{said[:2]}-{said[2:]}" if len(said) == 9 and said.isascii() and said.isdecimal() else said


def _hour(where: str, value: Any) -> str:
    found = _HOUR.fullmatch(text(where, value).zfill(2))
    if found is None:
        raise UnreadableClaimError(f"{where}: {shown(value)} is no time; write it as HH:MM")
    return f"{found[1]}{found[2] or '00'}"


def _service(where: str, value: Any) -> Code:
    """A CPT or HCPCS code; YAML takes one for a number where it is not quoted."""
    return Code(CodeSystem.HCPCS, undotted(_filled(where, value)))


def _revenue(where: str, value: Any) -> str:
    return text(where, value).zfill(4)


def _relationship(where: str, value: Any) -> str:
    said = text(where, value)
    return _RELATIONSHIPS.get(said.lower(), said.upper().zfill(2))


def _pointer(where: str, value: Any) -> int | str:
    if isinstance(value, bool) or not isinstance(value, (int, str)) or value == "":
        raise UnreadableClaimError(f"{where}: {shown(value)} is neither a place among the diagnoses nor a code")
    return int(value) if isinstance(value, str) and value.isascii() and value.isdecimal() else value


def _addressed(where: str, value: Any) -> Address:
    facts = _object(where, value, _ADDRESS)
    _needed(where, facts, "line1", "city")
    return Address(**facts)


def _person(where: str, value: Any) -> Person:
    facts = _object(where, value, _PERSON)
    name = _named(where, facts)
    if name is None:
        raise UnreadableClaimError(f"{where}.last_name: is missing")
    return Person(name, **facts)


def _provider(where: str, value: Any) -> Provider:
    facts = _object(where, value, _PROVIDER)
    return Provider(_named(where, facts), **facts)


def _providers(where: str, value: Any) -> tuple[Provider | None, Team, Address | None]:
    """Who bills, the others, and where the money goes."""
    facts = _object(where, value, _PROVIDERS)
    return (
        facts.pop("billing", None),
        Team(**{name: facts[name] for name in facts if name != "pay_to"}),
        facts.get("pay_to"),
    )


def _payer(where: str, value: Any) -> Payer:
    facts = _object(where, value, _PAYER)
    _needed(where, facts, "name", "id")
    return Payer(**facts)


def _coverage(where: str, value: Any) -> Coverage:
    facts = _object(where, value, _COVERAGE)
    _needed(where, facts, "payer")
    return Coverage(**facts)


def _correspondent(where: str, value: Any) -> Correspondent:
    facts = _object(where, value, _CORRESPONDENT)
    name = _named(where, facts)
    if name is None:
        raise UnreadableClaimError(f"{where}.organization: is missing")
    _needed(where, facts, "id")
    return Correspondent(name, **facts)


def _submission(where: str, value: Any) -> Submission:
    facts = _object(where, value, _SUBMISSION)
    _needed(where, facts, "submitter", "receiver")
    return Submission(**facts)


def _line(where: str, value: Any) -> PointedLine:
    """A line: the fields of a service line and those of its billing."""
    facts = _object(where, value, _BILLED_LINE)
    pointers = facts.pop("pointers", ())
    code = facts.pop("code", None)
    service = {name: facts.pop(name) for name in ("modifiers", "place") if name in facts}
    if code is None and ("revenue" not in facts or service):
        raise UnreadableClaimError(f"{where}.code: is missing")
    shared = {name: facts[name] for name in ("units", "charge", "date") if name in facts}
    line = BilledLine(None if code is None else ClaimLine(code, **service, **shared), **facts)
    return PointedLine(line, pointers)


def _occurrence(where: str, value: Any) -> Occurrence:
    facts = _object(where, value, {"code": _code, "date": day, "through": day})
    _needed(where, facts, "code", "date")
    return Occurrence(facts["code"], facts["date"], facts.get("through"))


def _value_code(where: str, value: Any) -> ValueCode:
    facts = _object(where, value, {"code": _code, "amount": _money})
    _needed(where, facts, "code", "amount")
    return ValueCode(**facts)


def _stay(where: str, value: Any) -> Stay:
    return Stay(**_object(where, value, _STAY))


def _visit(where: str, value: Any) -> Visit:
    visit = Visit(**_object(where, value, _VISIT))
    if len(visit.related_causes) > _MOST_CAUSES:
        raise UnreadableClaimError(f"{where}.related_causes: a claim names {_MOST_CAUSES} at most")
    return visit


def _money(where: str, value: Any) -> Decimal:
    """An amount in dollars with at most two decimals."""
    number = amount(where, value)
    if number != round(number, 2) or abs(number) >= 10**10:
        raise UnreadableClaimError(f"{where}: {shown(value)} is no amount in dollars and cents")
    return number


_ADDRESS: dict[str, Read] = {
    "line1": _filled, "line2": _filled, "city": _filled, "state": _code, "postal_code": _code, "country": _code,
}  # fmt: skip
_NAMES: dict[str, Read] = dict.fromkeys(_NAME, _filled)
_CONTACT = made(Contact, {"name": _filled, "phone": _filled, "email": _filled}, needed="")
_PERSON: dict[str, Read] = {**_NAMES, "birth_date": day, "sex": sex_stated, "address": _addressed}
_PROVIDER: dict[str, Read] = {
    **_NAMES, "npi": _filled, "taxonomy": _code, "tax_id": _tax_id, "address": _addressed, "contact": _CONTACT,
}  # fmt: skip
_PROVIDERS: dict[str, Read] = {
    "billing": _provider,
    **dict.fromkeys(Team.__dataclass_fields__, _provider),
    "pay_to": _addressed,
}
_PAYER: dict[str, Read] = {"name": _filled, "id": _filled, "address": _addressed}
_COVERAGE: dict[str, Read] = {
    "payer": _payer,
    "member_id": _filled,
    "claim_filing": _code,
    "sequence": one_of("P", "S", "T"),
    "group_number": _filled,
    "group_name": _filled,
    "insurance_type": _code,
    "relationship": _relationship,
    "subscriber": _person,
}
_CORRESPONDENT: dict[str, Read] = {
    **_NAMES, "id": _filled, "contact": _CONTACT, "interchange_id": _filled, "qualifier": two_digits,
}  # fmt: skip
_SUBMISSION: dict[str, Read] = {"submitter": _correspondent, "receiver": _correspondent, "test": truth}
_BILLED_LINE: dict[str, Read] = {
    **LINE,
    "code": _service,
    "modifiers": each(_code),
    "charge": _money,
    "pointers": each(_pointer),
    "revenue": _revenue,
    "basis": one_of("UN", "MJ", "DA"),
    "through": day,
    "control_number": _filled,
    "description": _filled,
    "emergency": truth,
    "noncovered": _money,
    "ndc": _filled,
    "ndc_quantity": amount,
    "ndc_unit": one_of("F2", "GR", "ME", "ML", "UN"),
    "rendering": _provider,
    "note": _filled,
}
_STAY: dict[str, Read] = {
    "type_of_bill": two_digits,
    "statement_from": day,
    "admission_hour": _hour,
    "discharge_hour": _hour,
    "admission_type": _code,
    "admission_source": _code,
    "reasons_for_visit": each(icd10cm_code),
    "drg": _filled,
    "conditions": each(_code),
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
    "accident_state": _code,
    "clia": _filled,
    "signed": truth,
}
ABSTRACT: dict[str, Read] = {
    **CLAIM,
    "lines": each(_line),
    "patient": _person,
    "coverage": _coverage,
    "providers": _providers,
    "stay": _stay,
    "visit": _visit,
    "submission": _submission,
    "total": _money,
    "frequency": one_of("1", "7", "8"),
    "original_reference": _filled,
    "accept_assignment": one_of("A", "B", "C"),
    "benefits_assigned": one_of("Y", "N", "W"),
    "release": one_of("Y", "I"),
    "authorization": _filled,
    "referral": _filled,
    "medical_record": _filled,
    "note": _filled,
    "patient_paid": _money,
}
