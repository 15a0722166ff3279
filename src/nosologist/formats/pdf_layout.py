"""The layout of a page from the boxes of its words: lines, columns of prose, rows of tables, what repeats on every page.

Lengths are points (1/72 inch); the origin is the lower left of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import pairwise
from statistics import median
from typing import NamedTuple

GAP = "   "  # between the cells of a row: three blanks, as a table set in plain text
_GUTTER = 10.0  # the least gap between columns
_FEWEST = 5  # lines in each column
_FILLED = 0.6  # of the width of its column a line of prose fills, in the middle
_COLUMN_STEP = 2.5  # heights of a line; a wider empty band ends columns
_TOP_ZONE, _BOTTOM_ZONE = 110.0, 80.0  # where headers stand below the highest line of all pages, footers above the edge
_MARGIN_LINES = 5  # at the top and at the bottom of a page that may repeat
_SAME_PLACE = 4.0
_NUMBERS = re.compile(  # what differs in a header from page to page: page numbers, dates, times
    r"\b(?:page|pg\.?|p\.|of)\s*\d+|\b\d+\s+of\s+\d+|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{1,2}:\d{2}(?::\d{2})?|^\W*\d+\W*$",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"\b(?:signed|signature|authenticated|attested)\b", re.IGNORECASE)


Box = tuple[float, float, float, float]  # left, bottom, right, top
_Key = tuple[str, bool, int]  # text without numbers, whether at the top, height on the page


class Word(NamedTuple):
    """A word and its box; ``sure`` (0 to 1) where it was recognised on an image, ``ink`` then its own box in its line."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    sure: float = 1.0
    ink: Box | None = None


class Line(NamedTuple):
    """A line as it is read; ``new_block`` where it begins another column or what follows columns."""

    text: str
    bottom: float
    top: float
    words: tuple[Word, ...]
    new_block: bool = False

    @property
    def height(self) -> float:
        """Its height."""
        return max(self.top - self.bottom, 1.0)


class _Segment(NamedTuple):
    """Words of one line with no wide gap between them."""

    text: str
    left: float
    right: float
    words: tuple[Word, ...]


class Row(NamedTuple):
    """What stands on one height of a page."""

    segments: tuple[_Segment, ...]
    bottom: float
    top: float

    @property
    def text(self) -> str:
        """Its words from left to right."""
        return GAP.join(segment.text for segment in self.segments)


def rows_of(words: list[Word]) -> list[Row]:
    """The rows of a page from top to bottom."""
    return [_row(words) for words in _rows(words)]


def lines_of(rows: list[Row]) -> list[Line]:
    """The lines of a page in reading order."""
    lines: list[Line] = []
    at = 0
    is_fresh = False  # the row follows columns
    while at < len(rows):
        end, gutter = _columns(rows, at)
        if gutter is None:
            lines.append(_line(rows[at].segments, rows[at], is_fresh))
            at, is_fresh = at + 1, False
            continue
        lines.extend(_column(rows[at:end], partial(_is_left, gutter)))
        lines.extend(_column(rows[at:end], partial(_is_right, gutter)))
        at, is_fresh = end, True
    return lines


def _is_left(edge: float, segment: _Segment) -> bool:
    return segment.left < edge


def _is_right(edge: float, segment: _Segment) -> bool:
    return segment.left >= edge


def _column(rows: list[Row], stands_in: Callable[[_Segment], bool]) -> Iterator[Line]:
    """The lines of one column; the first begins a block."""
    is_first = True
    for row in rows:
        if part := tuple(filter(stands_in, row.segments)):
            yield _line(part, row, is_first)
            is_first = False


def without_repeated(pages: list[list[Row]]) -> list[list[Row]]:
    """Pages without the headers and footers that repeat.

    A header stays on the first page, where it names the document; a signature at the foot on the last, where it ends it. What
    ends in a colon is the heading of what follows, though each page begins with it.
    """
    full = [page for page in pages if page]
    if len(full) < 2:
        return pages
    seen: Counter[_Key] = Counter()
    highest = max(row.top for page in full for row in page)
    for page in full:
        seen.update({key for _, key in _margins(page, highest)})
    need = max(2, round(0.6 * len(full)))

    def repeats(key: _Key) -> bool:
        return _count(seen, key) >= need and not key[0].endswith(":")

    last = max(number for number, page in enumerate(pages) if page)
    cleaned = []
    for number, page in enumerate(pages):
        gone = _repeated(page, highest, repeats)
        cleaned.append(
            [
                row
                for index, row in enumerate(page)
                if index not in gone
                or (number == 0 and gone[index])
                or (number == last and not gone[index] and _SIGNED.search(row.text))
            ]
        )
    return cleaned


def _repeated(page: list[Row], highest: float, repeats: Callable[[_Key], bool]) -> dict[int, bool]:
    """The lines that repeat, from the edge of the page inwards to the first that does not; whether they are at the top."""
    gone: dict[int, bool] = {}
    stopped = {True: False, False: False}
    for index, key in _margins(page, highest):
        stopped[key[1]] |= not repeats(key)
        if not stopped[key[1]]:
            gone[index] = key[1]
    return gone


def _margins(page: list[Row], highest: float) -> Iterable[tuple[int, _Key]]:
    """The lines that may repeat: their index, and text without numbers, whether at the top, and height on the page."""
    order = sorted(range(len(page)), key=lambda index: -page[index].top)
    count = min(_MARGIN_LINES, len(order) // 2)
    for is_top, some in ((True, order[:count]), (False, order[: len(order) - count - 1 : -1])):
        for index in some:
            row = page[index]
            if not (row.bottom > highest - _TOP_ZONE if is_top else row.bottom < _BOTTOM_ZONE):
                continue
            yield index, (_NUMBERS.sub("#", row.text), is_top, round(row.bottom / _SAME_PLACE))


def _count(seen: Counter[_Key], key: _Key) -> int:
    text, is_top, place = key
    return sum(seen[(text, is_top, place + near)] for near in (-1, 0, 1))


def _rows(words: list[Word]) -> list[list[Word]]:
    """Words that stand on one line, lines from top to bottom."""
    rows: list[list[Word]] = []
    bottom = top = 0.0
    for word in sorted(words, key=lambda word: (-(word.top + word.bottom) / 2, word.left)):
        middle = (word.top + word.bottom) / 2
        low = min(top, word.top) - max(bottom, word.bottom)
        if rows and (low > 0.5 * min(top - bottom, word.top - word.bottom) or bottom <= middle <= top):
            rows[-1].append(word)
            if word.top - word.bottom > top - bottom:
                bottom, top = word.bottom, word.top
        else:
            rows.append([word])
            bottom, top = word.bottom, word.top
    return rows


def _row(words: list[Word]) -> Row:
    words = sorted(words, key=lambda word: word.left)
    letter = median((word.right - word.left) / max(len(word.text), 1) for word in words)
    wide = max(2.2 * letter, 5.0)
    groups: list[list[Word]] = []
    for word in words:
        if groups and word.left - groups[-1][-1].right <= wide:
            groups[-1].append(word)
        else:
            groups.append([word])
    segments = tuple(
        _Segment(_spaced(group, letter), group[0].left, max(word.right for word in group), tuple(group))
        for group in groups
    )
    return Row(segments, min(word.bottom for word in words), max(word.top for word in words))


def _spaced(words: list[Word], letter: float) -> str:
    """Words with blanks; parts of one word that the file draws apart are put together."""
    out = words[0].text
    for before, word in pairwise(words):
        out += word.text if word.left - before.right < 0.12 * letter and _are_parts(before, word) else f" {word.text}"
    return out


def _are_parts(before: Word, word: Word) -> bool:
    return (
        before.text[-1:].isalnum()
        and word.text[:1].isalnum()
        and word.left - before.right > -1.0
        and len(word.text) == 1
    )


def _line(segments: tuple[_Segment, ...], row: Row, new_block: bool = False) -> Line:
    words = tuple(word for segment in segments for word in segment.words)
    return Line(GAP.join(segment.text for segment in segments), row.bottom, row.top, words, new_block)


def _columns(rows: list[Row], at: int) -> tuple[int, float | None]:
    """Where two columns of prose that begin at a row end, and the left edge of the right one; ``None`` where none do."""
    if not rows[at].segments[1:]:
        return at, None
    for segment in rows[at].segments[1:]:
        gutter = segment.left
        end = at
        while end < len(rows) and _is_clear(rows[end], gutter) and (end == at or _follows(rows[end - 1], rows[end])):
            end += 1
        if end - at >= _FEWEST and _are_prose(rows[at:end], gutter):
            return end, gutter - 1.0
    return at, None


def _follows(above: Row, row: Row) -> bool:
    """True where no more than two empty lines stand between two rows."""
    return above.bottom - row.top < _COLUMN_STEP * max(row.top - row.bottom, above.top - above.bottom)


def _is_clear(row: Row, gutter: float) -> bool:
    """True where nothing stands in the gutter left of a column's edge."""
    return not any(one.left < gutter - 1.0 and one.right > gutter - _GUTTER for one in row.segments)


def _are_prose(rows: list[Row], gutter: float) -> bool:
    left = [one for row in rows for one in row.segments if one.right < gutter]
    right = [one for row in rows for one in row.segments if one.left >= gutter - 1.0]
    for side in (left, right):
        if len(side) < _FEWEST or len(side) > len(rows) * 1.3:
            return False
        width = max(one.right for one in side) - min(one.left for one in side)
        if median(one.right - one.left for one in side) < _FILLED * width or median(len(one.words) for one in side) < 4:
            return False
    return True
