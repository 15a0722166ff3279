"""Where the words of a text stand on the pages that it was read from, so that evidence can be shown on the page."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import field
from typing import NamedTuple

from nosologist.model.document import Span
from nosologist.model.noun import noun

_RECORD = struct.Struct("<IIHB4H")  # start, end, page, sureness in hundredths, box in 65,535ths of the page
_WHOLE = 65_535
_SURE = 100


class Place(NamedTuple):
    """A word on a page. The box counts from the upper left of the page as shown, in parts of its width and height."""

    start: int  # half-open character offsets into the text
    end: int
    page: int  # from 1
    left: float
    top: float
    right: float
    bottom: float
    sure: float = 1.0  # how surely it was recognised, 0 to 1; 1 where the file itself says the letters


@noun
class Places:
    """The places of all words of a text in its order, 19 bytes a word, and the file that has the pages, for who keeps it."""

    packed: bytes = b""
    file: bytes = field(default=b"", compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.packed) // _RECORD.size

    def __getitem__(self, index: int) -> Place:
        start, end, page, sure, *box = _RECORD.unpack_from(self.packed, index * _RECORD.size)
        left, top, right, bottom = (part / _WHOLE for part in box)
        return Place(start, end, page, left, top, right, bottom, sure / _SURE)

    def of(self, span: Span) -> tuple[Place, ...]:
        """The words that a span stands on."""
        first = bisect_right(range(len(self)), span.start, key=self._end)
        found: list[Place] = []
        for index in range(first, len(self)):
            place = self[index]
            if place.start >= span.end:
                break
            found.append(place)
        return tuple(found)

    def _end(self, index: int) -> int:
        end: int = _RECORD.unpack_from(self.packed, index * _RECORD.size)[1]
        return end


def packed(places: Iterable[Place]) -> Places:
    """The table of places in the order of the text."""
    return Places(b"".join(map(_record, places)))


def _record(one: Place) -> bytes:
    start, end, page, left, top, right, bottom, sure = one
    try:
        return _RECORD.pack(
            start, end, page, int(sure * _SURE + 0.5), int(left * _WHOLE + 0.5), int(top * _WHOLE + 0.5),
            int(right * _WHOLE + 0.5), int(bottom * _WHOLE + 0.5),
        )  # fmt: skip
    except (struct.error, ValueError, OverflowError):  # over the edge of its page, or nowhere
        left, top, right, bottom, sure = (min(max(0.0, part), 1.0) for part in one[3:])
        return _record(Place(start, end, page, left, top, right, bottom, sure))
