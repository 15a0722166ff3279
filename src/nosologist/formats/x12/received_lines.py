"""The lines of a received claim (loop 2400)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from nosologist.formats.x12.loops import Loop
from nosologist.formats.x12.parties import Tell, amount_of, day_of, provider_of
from nosologist.formats.x12.received_payers import adjudications_of
from nosologist.formats.x12.segments import Segment
from nosologist.model.billing import BilledLine
from nosologist.model.claim import ClaimLine
from nosologist.model.code import Code, CodeSystem, undotted


def part(segment: Segment, element: int, place: int) -> str:
    """A part of a composite element; empty where it is not sent."""
    parts = segment.parts(element)
    return parts[place] if place < len(parts) else ""


def professional_line(loop: Loop, claim_place: str, tell: Tell) -> BilledLine:
    """A line of a professional claim (SV1)."""
    line = _shared(loop, tell)._replace(note=loop.value("NTE", "ADD"))
    segment = loop.first("SV1")
    if segment is None:
        return line
    place = segment.at(5) or claim_place or None
    line = _serviced(line, segment, 1, tell, place, tuple(_pointers(segment, tell)))
    return line._replace(emergency=segment.at(9) == "Y")


def institutional_line(loop: Loop, tell: Tell) -> BilledLine:
    """A line of an institutional claim (SV2)."""
    line = _shared(loop, tell)
    segment = loop.first("SV2")
    if segment is None:
        return line
    line = _serviced(line, segment, 2, tell, None, ())
    return line._replace(revenue=segment.at(1) or None, noncovered=amount_of(segment, 7, tell))


def _shared(loop: Loop, tell: Tell) -> BilledLine:
    when, through = _service_dates(loop, tell)
    line = BilledLine(
        date=when,
        through=through,
        control_number=loop.value("REF", "6R"),
        rendering=provider_of(_rendering(loop)),
        adjudications=tuple(adjudications_of(loop, tell)),
    )
    drug = loop.loop("2410")
    if drug is None:
        return line
    named, counted = drug.first("LIN"), drug.first("CTP")
    return line._replace(
        ndc=(named.at(3) or None) if named else None,
        ndc_quantity=amount_of(counted, 4, tell) if counted else None,
        ndc_unit=(part(counted, 5, 0) or None) if counted else None,
    )


def _serviced(
    line: BilledLine, segment: Segment, at: int, tell: Tell, place: str | None, pointers: tuple[int, ...]
) -> BilledLine:
    """A line with its service, which stands in element ``at``; charge, unit and number follow it."""
    named = segment.parts(at)
    charge, units = amount_of(segment, at + 1, tell), amount_of(segment, at + 3, tell)
    service = None
    if len(named) > 1 and named[1]:
        modifiers = tuple(one.upper() for one in named[2:6] if one)
        code = Code(CodeSystem.HCPCS, undotted(named[1]))
        service = ClaimLine(code, modifiers, units, pointers, charge, line.date, place)
    return line._replace(
        service=service,
        charge=charge,
        units=units,
        basis=segment.at(at + 2) or "UN",
        description=(named[6] or None) if len(named) > 6 else None,
    )


def _service_dates(loop: Loop, tell: Tell) -> tuple[date | None, date | None]:
    segment = loop.first("DTP", "472")
    if segment is None or not segment.at(3):
        return None, None
    start, _, end = segment.at(3).partition("-")
    first = day_of(start, segment, 3, tell)
    return first, day_of(end, segment, 3, tell) if end else None


def _rendering(loop: Loop) -> Loop | None:
    for one in loop.below:
        if one.name.startswith("2420") and one.segments[0].at(1) == "82":
            return one
    return None


def _pointers(segment: Segment, tell: Tell) -> Iterator[int]:
    for text in segment.parts(7):
        if text.isascii() and text.isdigit() and len(text) < 4:
            yield int(text)
        elif text:
            tell(segment, 7, "holds a pointer that is no number")
