"""Other payers of a received claim: loop 2320 with 2330A and 2330B, and their decisions on a line (loop 2430)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from nosologist.formats.x12.loops import Loop
from nosologist.formats.x12.parties import Tell, address_of, amount_of, day_of, person_of
from nosologist.formats.x12.segments import Segment
from nosologist.model.billing import SELF, Adjudication, Coverage, OtherPayer, Payer, Person
from nosologist.model.remittance import Adjustment, Procedure

_REMARKS = {"MOA": (3, 4, 5, 6, 7), "MIA": (5, 20, 21, 22, 23)}


def other_payer_of(loop: Loop, patient: Person, tell: Tell) -> OtherPayer:
    """The other payer of a loop 2320."""
    stated, assigned, days = loop.segments[0], loop.first("OI"), loop.first("MIA")
    payer = loop.loop("2330B")
    return OtherPayer(
        _coverage(loop, stated, patient, tell),
        _amount(loop, "D", tell),
        _amount(loop, "A8", tell),
        _amount(loop, "EAF", tell),
        tuple(_adjustments(loop, tell)),
        _adjudicated(payer, tell) if payer else None,
        payer.value("REF", "F8") if payer else None,
        payer.value("REF", "G1") if payer else None,
        payer.value("REF", "9F") if payer else None,
        (assigned.at(3) if assigned else "") or "Y",
        (assigned.at(6) if assigned else "") or "Y",
        tuple(
            code for tag, places in _REMARKS.items() for one in loop.all(tag) for at in places if (code := one.at(at))
        ),
        amount_of(days, 1, tell) if days else None,
    )


def _coverage(loop: Loop, stated: Segment, patient: Person, tell: Tell) -> Coverage:
    named, payer = loop.loop("2330A"), loop.loop("2330B")
    facts = payer.segments[0] if payer else None
    relationship = stated.at(2) or SELF
    return Coverage(
        Payer(facts.at(3) if facts else "", facts.at(9) if facts else "", address_of(payer) if payer else None),
        (named.segments[0].at(9) or None) if named else None,
        stated.at(9) or None,
        stated.at(1) or "U",
        stated.at(3) or None,
        stated.at(4) or None,
        stated.at(5) or None,
        relationship,
        person_of(named, tell),
    ).of(patient)


def adjudications_of(line: Loop, tell: Tell) -> Iterator[Adjudication]:
    """What other payers decided on a line; a decision without an amount is told and left out."""
    for loop in line.below:
        if loop.name != "2430":
            continue
        segment = loop.segments[0]
        paid = amount_of(segment, 2, tell)
        if paid is not None:
            yield Adjudication(
                segment.at(1),
                paid,
                _service(segment),
                segment.at(4) or None,
                amount_of(segment, 5, tell),
                _line_number(segment, tell),
                tuple(_adjustments(loop, tell)),
                _adjudicated(loop, tell),
                _amount(loop, "EAF", tell),
            )


def _service(segment: Segment) -> Procedure | None:
    parts = segment.parts(3)
    if len(parts) < 2 or not parts[1]:
        return None
    return Procedure(parts[0], parts[1].upper(), tuple(one.upper() for one in parts[2:6] if one))


def _line_number(segment: Segment, tell: Tell) -> int | None:
    text = segment.at(6)
    if text and not (text.isascii() and text.isdigit() and len(text) < 7):
        tell(segment, 6, "is no number of a line")
        return None
    return int(text) if text else None


def _adjustments(loop: Loop, tell: Tell) -> Iterator[Adjustment]:
    """Every adjustment of the CAS segments; one without reason or amount is told and left out."""
    for segment in loop.all("CAS"):
        for at in range(2, 20, 3):
            reason, stated = segment.at(at), segment.at(at + 1)
            if not (reason or stated):
                continue
            amount = amount_of(segment, at + 1, tell)
            if amount is not None and reason:
                yield Adjustment(segment.at(1), reason, amount, amount_of(segment, at + 2, tell))
            elif not reason or not stated:
                tell(segment, at, "holds an adjustment without its reason or amount")


def _amount(loop: Loop, qualifier: str, tell: Tell) -> Decimal | None:
    segment = loop.first("AMT", qualifier)
    return amount_of(segment, 2, tell) if segment else None


def _adjudicated(loop: Loop, tell: Tell) -> date | None:
    segment = loop.first("DTP", "573")
    return day_of(segment.at(3), segment, 3, tell) if segment and segment.at(3) else None
