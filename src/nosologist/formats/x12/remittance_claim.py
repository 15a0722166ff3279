"""Reading one claim of an 835: its CLP loop with the service lines; charge less adjustments must be the payment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from nosologist.errors import UnreadableInterchangeError
from nosologist.formats.x12.segments import Segment
from nosologist.formats.x12.values import Notes, amount, day, loops, optional_amount, person_name, product, text_or_none
from nosologist.model.remittance import (
    Adjustment,
    ClaimPayment,
    Party,
    Procedure,
    Remittance,
    ServicePayment,
    off_balance,
)

GROUPS = {"CO", "PR", "OA", "PI", "CR"}
_KNOWN = {"CAS", "NM1", "MIA", "MOA", "DTM", "PER", "AMT", "QTY", "REF", "LQ"}
_REMARKS = {"MOA": (3, 4, 5, 6, 7), "MIA": (5, 20, 21, 22, 23)}
_FIRST, _LAST, _RECEIVED = ("232", "150", "472"), ("233", "151", "472"), ("050",)


def claim_payment(parts: list[Segment], remittance: Remittance, notes: Notes) -> ClaimPayment:
    """The claim in a CLP loop. Raises ``UnreadableInterchangeError`` with the place where what decides cannot be read."""
    clp = parts[0]
    own, lines = loops(parts[1:], "SVC")
    services = tuple(_service(line, number, notes) for number, line in enumerate(lines, 1))
    for element, what in ((1, "the claim's number"), (2, "the claim's status")):
        if not clp.at(element):
            notes.add(clp, element, f"is missing: {what}")
    days = _days(own, notes)
    people = {segment.at(1): segment for segment in own if segment.elements[0] == "NM1"}
    payment = ClaimPayment(
        claim=clp.at(1),
        status=clp.at(2),
        charge=amount(clp, 3, notes.name),
        paid=amount(clp, 4, notes.name),
        patient_share=optional_amount(clp, 5, notes),
        filing=text_or_none(clp, 6),
        payer_control=text_or_none(clp, 7),
        place_of_service=text_or_none(clp, 8),
        frequency=text_or_none(clp, 9),
        drg=text_or_none(clp, 11),
        patient=_party(people.get("QC")),
        rendering=_party(people.get("82")),
        crossover=_party(people.get("TT")),
        first=_of(days, _FIRST),
        last=_of(days, _LAST),
        received=_of(days, _RECEIVED),
        references=tuple((one.at(1), one.at(2)) for one in own if one.elements[0] == "REF" and one.at(2)),
        adjustments=tuple(_adjustments(own, notes)),
        remarks=tuple(_remarks(own)),
        services=services,
        segment=clp.number,
        byte=clp.byte,
        remittance=remittance,
    )
    _known(own, notes)
    if off := off_balance(payment.charge, payment.every_adjustment, payment.paid):
        _off(clp, 4, payment.charge, payment.paid, off, notes)
    return payment


def _service(parts: list[Segment], number: int, notes: Notes) -> ServicePayment:
    svc = parts[0]
    days = _days(parts, notes)
    adjustments = tuple(_adjustments(parts, notes))
    references = {one.at(1): one.at(2) for one in parts if one.elements[0] == "REF"}
    allowed = next((one for one in parts if one.elements[0] == "AMT" and one.at(1) == "B6"), None)
    service = ServicePayment(
        number=number,
        procedure=_procedure(svc, 1, notes),
        submitted=_procedure(svc, 6, notes) if svc.at(6) else None,
        charge=amount(svc, 2, notes.name),
        paid=amount(svc, 3, notes.name),
        units=optional_amount(svc, 5, notes),
        revenue_code=text_or_none(svc, 4),
        first=_of(days, _FIRST),
        last=_of(days, _LAST),
        control=references.get("6R") or None,
        allowed=optional_amount(allowed, 2, notes) if allowed else None,
        adjustments=adjustments,
        remarks=tuple(dict.fromkeys(one.at(2) for one in parts if one.elements[0] == "LQ" and one.at(2))),
    )
    _known(parts[1:], notes)
    if off := off_balance(service.charge, adjustments, service.paid):
        _off(svc, 3, service.charge, service.paid, off, notes)
    return service


def _procedure(svc: Segment, element: int, notes: Notes) -> Procedure | None:
    parts = product(svc, element, notes)
    if len(parts) < 2 or not parts[1]:
        notes.add(svc, element, "names no procedure code")
        return None
    return Procedure(parts[0], parts[1].upper(), tuple(part for part in parts[2:6] if part))


def _adjustments(parts: list[Segment], notes: Notes) -> Iterator[Adjustment]:
    """Every adjustment of the CAS segments: one group, then up to six of reason, amount and quantity."""
    for cas in parts:
        if cas.elements[0] != "CAS":
            continue
        if cas.at(1) not in GROUPS:
            notes.add(cas, 1, "is no adjustment group (CO, PR, OA, PI)")
        if not cas.at(2):
            raise UnreadableInterchangeError(f"{cas.where(notes.name, 2)}: an adjustment without its reason code")
        for element in range(2, min(len(cas.elements), 20), 3):
            reason = cas.at(element)
            if not reason and not cas.at(element + 1):
                continue
            if not reason:
                raise UnreadableInterchangeError(
                    f"{cas.where(notes.name, element)}: an adjustment without its reason code"
                )
            yield Adjustment(
                cas.at(1), reason, amount(cas, element + 1, notes.name), optional_amount(cas, element + 2, notes)
            )


def _remarks(parts: list[Segment]) -> Iterator[str]:
    for segment in parts:
        for element in _REMARKS.get(segment.elements[0], ()):
            if code := segment.at(element):
                yield code


def _days(parts: list[Segment], notes: Notes) -> dict[str, date | None]:
    return {one.at(1): day(one, 2, notes) for one in parts if one.elements[0] == "DTM"}


def _of(days: dict[str, date | None], qualifiers: tuple[str, ...]) -> date | None:
    return next((days[one] for one in qualifiers if days.get(one)), None)


def _party(segment: Segment | None) -> Party | None:
    return Party(person_name(segment), text_or_none(segment, 9)) if segment else None


def _known(parts: list[Segment], notes: Notes) -> None:
    for segment in parts:
        if segment.elements[0] not in _KNOWN:
            notes.add(segment, 0, "is no segment of a claim in an 835; not read")


def _off(segment: Segment, element: int, charge: Decimal, paid: Decimal, off: Decimal, notes: Notes) -> None:
    notes.add(
        segment,
        element,
        f"does not balance: charge {charge:.2f} less adjustments {charge - paid - off:.2f} makes {paid + off:.2f}, "
        f"but {paid:.2f} is paid",
    )
