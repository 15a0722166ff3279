"""Which of several body parts that one value includes the record names: each has its code (PCS guideline B3.2b)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.coding.procedure_mentions import ProcedureMention, Said

# Places that are numbered, or told by their finger, where the value is one for all of them.
_NUMBERED = frozenset({"metacarpal", "metatarsal", "finger phalanx", "toe phalanx", "finger nail", "toe nail"})
_NUMBERS = {
    "1": ("first", "1st", "great", "big", "hallux"),
    "2": ("second", "2nd", "index"),
    "3": ("third", "3rd", "middle", "long"),
    "4": ("fourth", "4th", "ring"),
    "5": ("fifth", "5th", "small", "little"),
}
_NUMBER = {word: number for number, words in _NUMBERS.items() for word in words}
_ONE = rf"(?:{'|'.join(_NUMBER)})"
_BEFORE = re.compile(
    rf"\b{_ONE}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*|\s*/\s*)(?:the\s+)?{_ONE})*\s+(?:(?:right|left|finger|toe|rt|lt|proximal|middle|"
    r"distal|shaft|neck)\s+)*$",
    re.IGNORECASE,
)
_EACH = re.compile(rf"\b{_ONE}\b", re.IGNORECASE)
_NEAR = 60  # characters before the place


def numbered(mention: ProcedureMention, place: Said) -> Iterator[str]:
    """The numbers of the bones or nails at a place: "fourth and fifth metacarpals"; nothing for any other place."""
    if place.name not in _NUMBERED:
        return
    start = max(mention.statement.start, place.span.start - _NEAR)
    said = _BEFORE.search(mention.text, start, place.span.start)
    if said:
        yield from dict.fromkeys(_NUMBER[one[0].lower()] for one in _EACH.finditer(said[0]))
