"""Who is named in an 837, read from its loops: names, addresses, the insured, payers, providers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from nosologist.formats.x12.interchange import Transaction
from nosologist.formats.x12.loops import Loop
from nosologist.formats.x12.segments import Segment
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
)
from nosologist.model.encounter import Sex

_SEXES = {"F": Sex.FEMALE, "M": Sex.MALE}
Tell = Callable[[Segment, int, str], None]  # told of an element that cannot be read


def day_of(text: str, segment: Segment, element: int, tell: Tell) -> date | None:
    """A date as CCYYMMDD; a time behind it is left out."""
    digits = text[:8]
    try:
        if len(digits) < 8 or not (digits.isascii() and digits.isdigit()):
            raise ValueError
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        tell(segment, element, "is no date (CCYYMMDD)")
        return None


def amount_of(segment: Segment, element: int, tell: Tell) -> Decimal | None:
    """A number; None where there is none."""
    text = segment.at(element)
    return number_of(text, segment, element, tell) if text else None


def number_of(text: str, segment: Segment, element: int, tell: Tell) -> Decimal | None:
    """A number of at most 18 characters."""
    try:
        number = Decimal(text) if len(text) <= 18 and "_" not in text else Decimal("NaN")
        if number.is_finite() and -20 < number.adjusted() < 20:
            return number
    except InvalidOperation:
        pass
    tell(segment, element, "is no number")
    return None


def name_of(segment: Segment) -> Name | None:
    """The name in an NM1 segment."""
    last = segment.at(3)
    if not last:
        return None
    if segment.at(2) == "2":
        return Name(last, organization=True)
    return Name(last, segment.at(4) or None, segment.at(5) or None, segment.at(7) or None)


def address_of(loop: Loop) -> Address | None:
    """The address of a loop (N3, N4)."""
    street, town = loop.first("N3"), loop.first("N4")
    if street is None or town is None:
        return None
    return Address(
        street.at(1),
        town.at(1),
        town.at(2) or None,
        town.at(3) or None,
        street.at(2) or None,
        town.at(4) or None,
    )


def contact_of(loop: Loop) -> Contact | None:
    """The first contact of a loop (PER)."""
    segment = loop.first("PER")
    if segment is None:
        return None
    numbers = {segment.at(place): segment.at(place + 1) for place in (3, 5, 7)}
    return Contact(segment.at(2) or None, numbers.get("TE") or None, numbers.get("EM") or None)


def provider_of(loop: Loop | None) -> Provider | None:
    """The provider of a loop."""
    if loop is None:
        return None
    segment = loop.segments[0]
    specialty = loop.first("PRV")
    return Provider(
        name_of(segment),
        (segment.at(9) or None) if segment.at(8) in ("XX", "") else None,
        (specialty.at(3) or None) if specialty else None,
        address=address_of(loop),
    )


def billing_provider_of(top: Loop) -> Provider:
    """Who bills: loop 2000A with 2010AA."""
    loop = top.loop("2010AA")
    found = provider_of(loop)
    if loop is None or found is None:
        return Provider()
    specialty = top.first("PRV")
    return found._replace(
        taxonomy=(specialty.at(3) or None) if specialty else None, tax_id=_tax_id(loop), contact=contact_of(loop)
    )


def _tax_id(loop: Loop) -> str | None:
    segment = loop.first("REF", "EI", "SY")
    if segment is None or not (number := segment.at(2)):
        return None
    if len(number) != 9 or not number.isdigit():
        return number
    return f"{number[:2]}-{number[2:]}" if segment.at(1) == "EI" else f"{number[:3]}-{number[3:5]}-{number[5:]}"


def person_of(loop: Loop | None, tell: Tell) -> Person | None:
    """The person of loop 2010BA or 2010CA."""
    if loop is None:
        return None
    birth = loop.first("DMG")
    return Person(
        name_of(loop.segments[0]) or Name(""),
        day_of(birth.at(2), birth, 2, tell) if birth and birth.at(2) else None,
        _SEXES.get(birth.at(3)) if birth else None,
        address_of(loop),
    )


def insured_of(subscriber: Loop, patient: Loop | None, tell: Tell) -> tuple[Person, Coverage]:
    """The patient and the coverage: loops 2000B and, where the patient is another person, 2000C."""
    stated = subscriber.first("SBR")
    named = subscriber.loop("2010BA")
    person = person_of(named, tell)
    payer = subscriber.loop("2010BB")
    facts = payer.segments[0] if payer else None
    coverage = Coverage(
        Payer(facts.at(3) if facts else "", facts.at(9) if facts else "", address_of(payer) if payer else None),
        (named.segments[0].at(9) or None) if named else None,
    )
    if stated is not None:
        coverage = coverage._replace(
            claim_filing=stated.at(9) or None,
            sequence=stated.at(1) or "P",
            group_number=stated.at(3) or None,
            group_name=stated.at(4) or None,
            insurance_type=stated.at(5) or None,
        )
    if patient is None:
        return person or Person(Name("")), coverage
    relation = patient.first("PAT")
    coverage = coverage._replace(relationship=(relation.at(1) if relation else "") or "G8", subscriber=person)
    return person_of(patient.loop("2010CA"), tell) or Person(Name("")), coverage


def submission_of(root: Loop, transaction: Transaction) -> Submission | None:
    """Both ends of the file: loops 1000A and 1000B with what ISA says."""
    submitter, receiver = root.loop("1000A"), root.loop("1000B")
    if submitter is None or receiver is None:
        return None
    ends = transaction.interchange
    return Submission(_end(submitter, ends.sender), _end(receiver, ends.receiver), ends.test)


def _end(loop: Loop, stated: str) -> Correspondent:
    segment = loop.segments[0]
    own = segment.at(9)
    return Correspondent(
        name_of(segment) or Name("", organization=True), own, contact_of(loop), stated if stated != own else None
    )
