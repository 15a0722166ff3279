"""Amounts, counts and dates of X12 segments; what is none is a flaw with its place, and unknown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from nosologist.errors import UnreadableInterchangeError
from nosologist.formats.x12.interchange import Flaw, Transaction
from nosologist.formats.x12.segments import Segment
from nosologist.model.acknowledgement import Controls

_AMOUNT = re.compile(r"-?(?:\d{1,16}(?:\.\d{0,6})?|\.\d{1,6})\Z", re.ASCII)
_DAY = re.compile(r"\d{8}\Z", re.ASCII)
_PRODUCT = re.compile(r"([A-Z][A-Z0-9])([^A-Z0-9 ])(?=[A-Z0-9])")


class Notes:
    """The flaws of a transaction set while it is read."""

    __slots__ = ("flaws", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.flaws: list[Flaw] = []

    def add(self, segment: Segment, element: int, text: str) -> None:
        """Note what is wrong at a place."""
        self.flaws.append(Flaw(f"{segment.where(self.name, element)}: {text}"))

    def taken(self) -> list[Flaw]:
        """What was noted since it was last asked."""
        flaws, self.flaws = self.flaws, []
        return flaws


def amount(segment: Segment, element: int, name: str) -> Decimal:
    """An amount that must stand there. Raises ``UnreadableInterchangeError`` with the place where there is none."""
    text = segment.at(element)
    if not _AMOUNT.match(text):
        what = "is no amount" if text else "is missing: an amount must stand there"
        raise UnreadableInterchangeError(f"{segment.where(name, element)}: {what}")
    return _money(text)


def _money(text: str) -> Decimal:
    """An amount; nothing is nothing, whatever its sign."""
    found = Decimal(text)
    return found or abs(found)


def optional_amount(segment: Segment, element: int, notes: Notes) -> Decimal | None:
    """An amount that may stand there."""
    text = segment.at(element)
    if not text:
        return None
    if not _AMOUNT.match(text):
        notes.add(segment, element, "is no amount; taken as not sent")
        return None
    return _money(text)


def day(segment: Segment, element: int, notes: Notes) -> date | None:
    """A day (CCYYMMDD)."""
    return _day(segment.at(element), segment, element, notes)


def days(segment: Segment, qualifier: int, notes: Notes) -> tuple[date | None, date | None]:
    """First and last day of a DTP segment: D8 one day, RD8 a range."""
    element = qualifier + 1
    parts = segment.at(element).split("-") if segment.at(qualifier) == "RD8" else [segment.at(element)]
    first = _day(parts[0], segment, element, notes)
    return first, _day(parts[1], segment, element, notes) if len(parts) == 2 else first


def _day(text: str, segment: Segment, element: int, notes: Notes) -> date | None:
    if not text:
        return None
    if _DAY.match(text):
        try:
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            pass
    notes.add(segment, element, "is no day (CCYYMMDD); taken as not sent")
    return None


def count(segment: Segment, element: int) -> int | None:
    """A whole number; ``None`` where there is none."""
    text = segment.at(element)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def product(segment: Segment, element: int, notes: Notes) -> list[str]:
    """The components of a procedure or product (SVC01); a sender may use another separator there than ISA16 declares."""
    parts = segment.parts(element)
    if len(parts) == 1 and (other := _PRODUCT.match(parts[0])):
        notes.add(segment, element, "uses another component separator than ISA16 declares; read with that")
        return parts[0].split(other[2])
    return parts


def controls_of(transaction: Transaction) -> Controls:
    """The control numbers of a transaction set and of what it stands in."""
    group = transaction.group.control if transaction.group else ""
    return Controls(transaction.interchange.control, group, transaction.control)


def day_of(transaction: Transaction) -> date | None:
    """The day on which a transaction set was sent: that of its group, else of its interchange."""
    text = transaction.group.day if transaction.group else f"20{transaction.interchange.day}"
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])) if _DAY.match(text) else None
    except ValueError:
        return None


def text_or_none(segment: Segment, element: int) -> str | None:
    """An element; ``None`` where it is not sent."""
    return segment.at(element) or None


def person_name(segment: Segment) -> str:
    """The name in an NM1 segment: an organization's, or "Family, Given"."""
    parts: Sequence[str] = (segment.at(3), " ".join(filter(None, (segment.at(4), segment.at(5)))))
    return ", ".join(filter(None, parts))


def loops(parts: list[Segment], tag: str) -> tuple[list[Segment], list[list[Segment]]]:
    """The segments before the first of that tag, and the loops that begin with one."""
    cuts = [index for index, segment in enumerate(parts) if segment.tag == tag]
    ends = [*cuts[1:], len(parts)]
    return parts[: cuts[0]] if cuts else parts, [parts[at:end] for at, end in zip(cuts, ends, strict=False)]
