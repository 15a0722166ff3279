"""The abstract on the desk: what a claim needs beside codes, field by field, and the object that claims are made of.

Names of fields are those of docs/claims_out.md. What is the same on every claim is kept with the organization; a chart may say
otherwise. ``lines.<key>`` are billing facts of service lines, ``revenue.<number>`` are lines of an institution without a code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from nosologist.errors import UnreadableClaimError, UsageError
from nosologist.formats.abstract_fields import hour
from nosologist.formats.abstract_payers import money, revenue
from nosologist.formats.abstract_people import relationship, tax_id
from nosologist.formats.claim_json import icd10cm_code, sex_stated, two_digits
from nosologist.formats.contract import Read, amount, capitals, day, filled, one_of
from nosologist.model.claim import ClaimKind
from nosologist.rules.claims.npi_check_digit import is_npi
from nosologist.workbench import other_payer
from nosologist.workbench.deciding import Desk
from nosologist.workbench.form_fields import FILING, Field, choice

REVENUE_LINES = 40
_LONGEST = 80
_BILLING = "Billing provider"
_INSTITUTION, _PROFESSIONAL = ClaimKind.INSTITUTIONAL, ClaimKind.PROFESSIONAL


def _npi(where: str, value: Any) -> str:
    said = filled(where, value)
    if not is_npi(said):
        raise UnreadableClaimError(f"{where}: {said[:12]} is no NPI (ten digits, the last one checks the others)")
    return said


def _address(of: str, ours: bool = False) -> tuple[Field, ...]:
    parts = (("line1", "Street", filled), ("line2", "Street, second line", filled), ("city", "City", filled),
             ("state", "State", capitals), ("postal_code", "ZIP code", capitals))  # fmt: skip
    return tuple(Field(f"{of}.address.{name}", label, read, ours=ours) for name, label, read in parts)


def _provider(part: str, only: ClaimKind | None = None) -> tuple[Field, ...]:
    parts = (("last_name", "last name", filled), ("first_name", "first name", filled), ("npi", "NPI", _npi),
             ("taxonomy", "taxonomy", capitals))  # fmt: skip
    said = part.capitalize().replace("_", " ")
    return tuple(Field(f"providers.{part}.{name}", f"{said}: {label}", read, only=only) for name, label, read in parts)


_ADMISSION = choice(_1="emergency", _2="urgent", _3="elective", _4="newborn", _5="trauma", _9="not known")
_CAUSES = choice(AA="automobile accident", EM="employment", OA="other accident")
GROUPS: tuple[tuple[str, tuple[Field, ...]], ...] = (
    ("Encounter", (
        Field("id", "Patient control number"),
        Field("admitted", "Admitted", day, only=_INSTITUTION),
        Field("date", "Discharge or service date", day),
        Field("disposition", "Discharge status", two_digits, only=_INSTITUTION),
        Field("admitting", "Admitting diagnosis", icd10cm_code, only=_INSTITUTION),
        Field("stay.type_of_bill", "Type of bill (2 digits)", two_digits, ours=True, only=_INSTITUTION),
        Field("stay.statement_from", "Statement from", day, only=_INSTITUTION),
        Field("stay.admission_type", "Type of admission", only=_INSTITUTION, **_ADMISSION),
        Field("stay.admission_source", "Point of origin", capitals, only=_INSTITUTION),
        Field("stay.admission_hour", "Hour of admission", hour, only=_INSTITUTION),
        Field("stay.discharge_hour", "Hour of discharge", hour, only=_INSTITUTION),
        Field("visit.place", "Place of service", two_digits, ours=True, only=_PROFESSIONAL),
        Field("visit.onset", "Onset date", day, only=_PROFESSIONAL),
        Field("visit.related_causes", "Condition related to", only=_PROFESSIONAL, **_CAUSES),
        Field("visit.accident", "Accident date", day, only=_PROFESSIONAL),
        Field("visit.accident_state", "Accident state", capitals, only=_PROFESSIONAL),
        Field("authorization", "Prior authorization"),
        Field("referral", "Referral number"),
        Field("medical_record", "Medical record number"),
    )),
    ("Patient", (
        Field("patient.last_name", "Last name"),
        Field("patient.first_name", "First name"),
        Field("patient.middle_name", "Middle name"),
        Field("patient.birth_date", "Birth date", day),
        Field("patient.sex", "Sex", sex_stated, (("F", "female"), ("M", "male"), ("U", "unknown"))),
        *_address("patient"),
    )),
    ("Coverage", (
        Field("coverage.payer.name", "Payer"),
        Field("coverage.payer.id", "Payer ID"),
        Field("coverage.member_id", "Member ID"),
        Field("coverage.claim_filing", "Claim filing (coverage)", **FILING),
        Field("coverage.sequence", "Payer order", **other_payer.ORDER),
        Field("coverage.group_number", "Group number"),
        Field("coverage.relationship", "Patient is subscriber's", relationship,
              (("18", "self"), ("01", "spouse"), ("19", "child"), ("G8", "other"))),
        Field("coverage.subscriber.last_name", "Subscriber: last name"),
        Field("coverage.subscriber.first_name", "Subscriber: first name"),
    )),
    (other_payer.TITLE, other_payer.FIELDS),
    ("Providers", (
        *_provider("rendering", _PROFESSIONAL), *_provider("referring", _PROFESSIONAL),
        *_provider("attending", _INSTITUTION), *_provider("operating", _INSTITUTION),
    )),
    (_BILLING, (
        Field("providers.billing.organization", "Organization", ours=True),
        Field("providers.billing.last_name", "or last name", ours=True),
        Field("providers.billing.first_name", "First name", ours=True),
        Field("providers.billing.npi", "NPI", _npi, ours=True),
        Field("providers.billing.tax_id", "Tax ID", tax_id, ours=True),
        Field("providers.billing.taxonomy", "Taxonomy", capitals, ours=True),
        *_address("providers.billing", ours=True),
    )),
    ("837 submission", (
        Field("submission.submitter.organization", "Submitter", ours=True),
        Field("submission.submitter.id", "Submitter ID", ours=True),
        Field("submission.submitter.contact.name", "Contact", ours=True),
        Field("submission.submitter.contact.phone", "Contact phone", ours=True),
        Field("submission.receiver.organization", "Receiver", ours=True),
        Field("submission.receiver.id", "Receiver ID", ours=True),
    )),
)  # fmt: skip
FIELDS = {one.name: one for _, fields in GROUPS for one in fields}
VIEW = Field(
    "view",
    "Code visits for",
    ours=True,
    **choice(professional="the professional claim", facility="the facility claim"),
)
_FACILITY = "facility."  # before the name of a field that is another one on claims of an institution
OF_PRACTICE = (  # what the organization states once
    ("Charts", (VIEW,)),
    *((title, ours) for title, fields in GROUPS if (ours := tuple(one for one in fields if one.ours))),
    ("Billing provider of facility claims, if another",
     tuple(replace(one, name=_FACILITY + one.name) for title, fields in GROUPS if title == _BILLING for one in fields)),
)  # fmt: skip
_NEEDED = (  # without which there is no claim to check: any of these fields, and what they are called
    (("patient.last_name",), "the patient's last name"),
    (("coverage.payer.name",), "the payer"),
    (("coverage.payer.id",), "the payer ID"),
    (("providers.billing.organization", "providers.billing.last_name"), "the billing provider"),
)
OF_SERVICE: dict[str, Read] = {"charge": money, "revenue": revenue, **other_payer.OF_LINE}
OF_REVENUE: dict[str, Read] = {
    "revenue": revenue, "units": amount, "basis": one_of("UN", "DA"), "charge": money,
}  # fmt: skip


def of_kind(told: Mapping[str, str], kind: ClaimKind) -> dict[str, str]:
    """What an organization states on its claims of one kind: where another bills for the facility, nothing is mixed."""
    others = {name.removeprefix(_FACILITY): value for name, value in told.items() if name.startswith(_FACILITY)}
    usual = {name: value for name, value in told.items() if not name.startswith(_FACILITY)}
    if kind is not _INSTITUTION or not others:
        return usual
    return {name: value for name, value in usual.items() if not name.startswith("providers.billing.")} | others


def stated(name: str, value: Any, desk: Desk) -> str:
    """The value of a field of a chart as it is kept; empty where it is taken away.

    Raises:
        UsageError: there is no such field, or it cannot hold this.
    """
    return cleaned(value, *_reader(name, desk))


def cleaned(value: Any, label: str, read: Read) -> str:
    """The value of a field as it is kept.

    Raises:
        UsageError: it cannot hold this.
    """
    said = " ".join(str(value or "").split())[:_LONGEST]
    if not said:
        return ""
    try:
        found = read(label, said)
    except UnreadableClaimError as error:
        raise UsageError(str(error)) from None
    return found if isinstance(found, str) else said


def lacking(told: Mapping[str, str]) -> tuple[str, ...]:
    """What must be told before there is a claim that rules can check."""
    return tuple(said for _, said in _lacking(told))


def lacking_fields(told: Mapping[str, str]) -> tuple[str, ...]:
    """The fields of the form in which what is lacking is told, the first one where several would do."""
    return tuple(names[0] for names, _ in _lacking(told))


def _lacking(told: Mapping[str, str]) -> Iterator[tuple[tuple[str, ...], str]]:
    needed = (*_NEEDED, *(other_payer.NEEDED if other_payer.is_told(told) else ()))
    return ((names, said) for names, said in needed if not any(name in told for name in names))


def _reader(name: str, desk: Desk) -> tuple[str, Read]:
    if known := FIELDS.get(name):
        return known.label, known.read
    of, _, rest = name.partition(".")
    whose, _, what = rest.partition(".")
    if of == "lines" and what in OF_SERVICE and any(line.key == whose for line in desk.lines if line.is_service):
        return f"{desk.line(whose).code}: {what}", OF_SERVICE[what]
    if of == "revenue" and what in OF_REVENUE and whose in map(str, range(1, REVENUE_LINES + 1)):
        return f"revenue line {whose}: {what}", OF_REVENUE[what]
    raise UsageError("there is no such field; load the page again")


def content(told: Mapping[str, str], desk: Desk, kind: ClaimKind) -> dict[str, Any]:
    """The abstract of what is told, as ``abstract_of`` reads it; fields of the other kind of claim are left out."""
    fitting = {
        name: value for name, value in told.items() if name in FIELDS and FIELDS[name].only in (None, kind)
    }  # fmt: skip
    found = _nested(fitting)
    if causes := found.get("visit", {}).get("related_causes"):
        found["visit"]["related_causes"] = [causes]
    if kind is _INSTITUTION:
        found.setdefault("stay", {})
    other_payer.put_right(found, told)
    found["kind"] = kind.value
    found["lines"] = [*_revenue_lines(told, kind), *_service_lines(told, desk, kind)]
    return found


def charged(told: Mapping[str, str], desk: Desk) -> int | None:
    """The charges that are stated so far, of lines that stand and of revenue lines, in cents; None where none is."""
    names = (
        *(f"lines.{line.key}.charge" for line in desk.services),
        *(f"revenue.{n}.charge" for n in range(1, REVENUE_LINES + 1)),
    )
    stated = [money(name, told[name]) for name in names if told.get(name)]
    return int(sum(stated) * 100) if stated else None


def _nested(told: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in told.items():
        *heads, last = name.split(".")
        inner = found
        for head in heads:
            inner = inner.setdefault(head, {})
        inner[last] = value
    return found


def _service_lines(told: Mapping[str, str], desk: Desk, kind: ClaimKind) -> Iterator[dict[str, Any]]:
    places = {line.key: place for place, line in enumerate(desk.diagnoses, 1)}
    for line in desk.services:
        billed: dict[str, Any] = {"code": line.code, "modifiers": list(line.modifiers), "units": line.units or None}
        billed["charge"] = told.get(f"lines.{line.key}.charge")
        billed["date"] = line.date or None
        billed["adjudications"] = other_payer.adjudications(told, line.key)
        if kind is _INSTITUTION:
            billed["revenue"] = told.get(f"lines.{line.key}.revenue")
        else:
            billed["pointers"] = [places[one.key] for one in desk.pointed(line)]
        yield billed


def _revenue_lines(told: Mapping[str, str], kind: ClaimKind) -> Iterator[dict[str, Any]]:
    for number in range(1, REVENUE_LINES + 1) if kind is _INSTITUTION else ():
        line = {what: told[name] for what in OF_REVENUE if (name := f"revenue.{number}.{what}") in told}
        if line:
            yield line
