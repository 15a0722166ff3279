"""Modifiers of supplies and equipment, each with the words of the record that say so; none without them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.model.document import Span
from nosologist.model.service_line import Modifier

_RULES: dict[str, tuple[str, re.Pattern[str]]] = {
    value: (why, re.compile(written, re.IGNORECASE))
    for value, why, written in (
        ("RR", "rented", r"\b(?:rental|rented|to rent)\b"),
        ("UE", "used equipment sold", r"\bused\b[^.;\n]{0,25}\bpurchased?\b|\bpurchased? used\b"),
        ("NU", "new equipment sold", r"\bpurchased?\b|\bsold\b"),
        (
            "KX",
            "the record says that the policy's requirements are met",
            r"\bKX\b|\brequirements?[^.;\n]{0,40}\bmet\b[^.;\n]{0,20}\bon file\b",
        ),
        (
            "GA",
            "notice of non-coverage (ABN) signed and on file",
            r"\b(?:ABN|advance beneficiary notice)\b[^.;\n]{0,20}\b(?:signed|obtained|on file|issued)",
        ),
        ("GY", "excluded by statute, as the record says", r"\bstatutorily excluded\b"),
        (
            "GZ",
            "denial expected and no notice given, as the record says",
            r"\bno ABN\b[^.;\n]{0,40}\bden(?:ied|ial)|\bden(?:ied|ial)[^.;\n]{0,40}\bno ABN\b",
        ),
    )
}
_ONE_OF = ("RR", "UE", "NU")  # an item is rented, or sold used or new
_SIDE = re.compile(r"\b(?P<left>left|lt)\b|\b(?P<right>right|rt)\b", re.IGNORECASE)
_BOTH = re.compile(r"\b(?:bilateral|both)\b", re.IGNORECASE)
_DIGITS = {
    ("hand", "left"): ("FA", "F1", "F2", "F3", "F4"), ("hand", "right"): ("F5", "F6", "F7", "F8", "F9"),
    ("foot", "left"): ("TA", "T1", "T2", "T3", "T4"), ("foot", "right"): ("T5", "T6", "T7", "T8", "T9"),
}  # fmt: skip
_FINGER = re.compile(
    r"\b(?:(?P<thumb>thumb)|(?P<index>index|second|2nd)|(?P<middle>middle|long|third|3rd)|(?P<ring>ring|fourth|4th)|"
    r"(?P<little>little|small|pinky|fifth|5th))(?: finger| digit)?\b", re.IGNORECASE
)  # fmt: skip
_TOE = re.compile(
    r"\b(?:(?P<great>great|big|first|1st)|(?P<second>second|2nd)|(?P<third>third|3rd)|(?P<fourth>fourth|4th)|"
    r"(?P<little>little|small|fifth|5th)) toe\b",
    re.IGNORECASE,
)


def equipment_modifiers(text: str, statement: Span, part: Span, *, is_durable: bool) -> Iterator[Modifier]:
    """Rental or purchase (of durable equipment), as the item's own words tell, else its paragraph; what the policy asks for."""
    paragraph = Span(statement.start, _next_end(text, statement.end))
    if is_durable:
        ways = (_told(text, place, value) for place in (part, paragraph) for value in _ONE_OF)
        yield from list(filter(None, ways))[:1]
    yield from filter(None, (_told(text, paragraph, value) for value in _RULES if value not in _ONE_OF))


def _told(text: str, place: Span, value: str) -> Modifier | None:
    why, written = _RULES[value]
    found = written.search(text, place.start, place.end)
    return Modifier(value, why, Span(*found.span())) if found else None


def _next_end(text: str, end: int) -> int:
    """The end of the paragraph that a statement stands in."""
    found = text.find("\n\n", end)
    return len(text) if found < 0 else found


def side_modifiers(text: str, part: Span, *, with_digits: bool) -> Iterator[Modifier]:
    """The digit, else the side that is said of an item."""
    side = _SIDE.search(text, part.start, part.end)
    if _BOTH.search(text, part.start, part.end):
        yield from (Modifier(value, "both sides", None) for value in ("LT", "RT"))
        return
    if side is None or len({found.lastgroup for found in _SIDE.finditer(text, part.start, part.end)}) > 1:
        return
    name = "left" if side["left"] else "right"
    if with_digits:
        for limb, written in (("foot", _TOE), ("hand", _FINGER)):
            if found := written.search(text, part.start, part.end):
                place = list(found.groupdict()).index(found.lastgroup or "")
                yield Modifier(_DIGITS[limb, name][place], f"{name} {found[0].lower()}", Span(*found.span()))
                return
    yield Modifier("LT" if name == "left" else "RT", f"{name} side", Span(*side.span()))
