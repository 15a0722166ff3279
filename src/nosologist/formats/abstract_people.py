"""The people and organizations of an abstract, each field with its reader."""

from __future__ import annotations

from typing import Any

from nosologist.errors import UnreadableClaimError
from nosologist.formats.claim_json import sex_stated, two_digits
from nosologist.formats.contract import Read, an_object, capitals, day, filled, made, needed_in, one_of, text, truth
from nosologist.model.billing import (
    Address,
    Contact,
    Correspondent,
    Coverage,
    Name,
    Payer,
    Person,
    Provider,
    Submission,
    Team,
)

_RELATIONSHIPS = {
    "self": "18", "spouse": "01", "child": "19", "employee": "20", "unknown": "21", "organ donor": "39",
    "cadaver donor": "40", "life partner": "53", "other": "G8",
}  # fmt: skip
_NAME = ("last_name", "first_name", "middle_name", "suffix", "organization")


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


def tax_id(where: str, value: Any) -> str:
    """An EIN as 12-3456789; an SSN keeps its form, anything else too, for a rule to judge."""
    said = filled(where, value)
    return f"{said[:2]}-{said[2:]}" if len(said) == 9 and said.isascii() and said.isdecimal() else said


def relationship(where: str, value: Any) -> str:
    """How the patient is related to the subscriber, by its word or its code."""
    said = text(where, value)
    return _RELATIONSHIPS.get(said.lower(), said.upper().zfill(2))


def _addressed(where: str, value: Any) -> Address:
    facts = an_object(where, value, _ADDRESS)
    needed_in(where, facts, "line1", "city")
    return Address(**facts)


def person(where: str, value: Any) -> Person:
    """The name, birth, sex and address of a person."""
    facts = an_object(where, value, _PERSON)
    name = _named(where, facts)
    if name is None:
        raise UnreadableClaimError(f"{where}.last_name: is missing")
    return Person(name, **facts)


def provider(where: str, value: Any) -> Provider:
    """A provider: who, with which numbers, where."""
    facts = an_object(where, value, _PROVIDER)
    return Provider(_named(where, facts), **facts)


def providers(where: str, value: Any) -> tuple[Provider | None, Team, Address | None]:
    """Who bills, the others, and where the money goes."""
    facts = an_object(where, value, _PROVIDERS)
    return (
        facts.pop("billing", None),
        Team(**{name: facts[name] for name in facts if name != "pay_to"}),
        facts.get("pay_to"),
    )


def _payer(where: str, value: Any) -> Payer:
    facts = an_object(where, value, _PAYER)
    needed_in(where, facts, "name", "id")
    return Payer(**facts)


def coverage(where: str, value: Any) -> Coverage:
    """The patient's insurance."""
    facts = an_object(where, value, COVERAGE)
    needed_in(where, facts, "payer")
    return Coverage(**facts)


def insured(where: str, value: Any) -> Person:
    """Who is insured with another payer: the name and address, which is all that an 837 carries."""
    facts = an_object(where, value, {**_NAMES, "address": _addressed})
    name = _named(where, facts)
    if name is None:
        raise UnreadableClaimError(f"{where}.last_name: is missing")
    return Person(name, **facts)


def _correspondent(where: str, value: Any) -> Correspondent:
    facts = an_object(where, value, _CORRESPONDENT)
    name = _named(where, facts)
    if name is None:
        raise UnreadableClaimError(f"{where}.organization: is missing")
    needed_in(where, facts, "id")
    return Correspondent(name, **facts)


def submission(where: str, value: Any) -> Submission:
    """Both ends of a file of claims."""
    facts = an_object(where, value, _SUBMISSION)
    needed_in(where, facts, "submitter", "receiver")
    return Submission(**facts)


_ADDRESS: dict[str, Read] = {
    "line1": filled, "line2": filled, "city": filled, "state": capitals, "postal_code": capitals, "country": capitals,
}  # fmt: skip
_NAMES: dict[str, Read] = dict.fromkeys(_NAME, filled)
_CONTACT = made(Contact, {"name": filled, "phone": filled, "email": filled}, needed="")
_PERSON: dict[str, Read] = {**_NAMES, "birth_date": day, "sex": sex_stated, "address": _addressed}
_PROVIDER: dict[str, Read] = {
    **_NAMES, "npi": filled, "taxonomy": capitals, "tax_id": tax_id, "address": _addressed, "contact": _CONTACT,
}  # fmt: skip
_PROVIDERS: dict[str, Read] = {
    "billing": provider,
    **dict.fromkeys(Team.__dataclass_fields__, provider),
    "pay_to": _addressed,
}
_PAYER: dict[str, Read] = {"name": filled, "id": filled, "address": _addressed}
COVERAGE: dict[str, Read] = {
    "payer": _payer,
    "member_id": filled,
    "claim_filing": capitals,
    "sequence": one_of("P", "S", "T"),
    "group_number": filled,
    "group_name": filled,
    "insurance_type": capitals,
    "relationship": relationship,
    "subscriber": person,
}
_CORRESPONDENT: dict[str, Read] = {
    **_NAMES, "id": filled, "contact": _CONTACT, "interchange_id": filled, "qualifier": two_digits,
}  # fmt: skip
_SUBMISSION: dict[str, Read] = {"submitter": _correspondent, "receiver": _correspondent, "test": truth}
