"""Where the columns of an official table are. They are found by their headings, so a column more or less harms nothing.

CMS puts titles and notices above a table, and often spreads one heading over several rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nosologist.codesets.compile.rows import Row, first_rows, rows
from nosologist.codesets.compile.source import Source, Watch
from nosologist.errors import BookError

_DEEPEST = 7  # rows over which a heading may be spread
_KEY = re.compile(r"[0-9A-Z.]{1,8}")
_SPACES = re.compile(r"[\s_]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """The columns by name, and the line on which their headings end."""

    places: Mapping[str, int]
    line: int


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table, its cells by name of column, stripped; a column that the file lacks is empty."""

    where: str  # file and line, for a message
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


def find_heading(
    source: Source, required: Mapping[str, str], optional: Mapping[str, str] | None = None
) -> Heading | None:
    """Find the columns whose headings match (regular expressions over lower-case text), each column once.

    None where the file has no row, or pile of rows, with all required headings, or no row below it that has something like a
    code in the first of them: a sentence about a table is no table.
    """
    found = first_rows(source)
    for index, (line, cells) in enumerate(found):
        piles = (
            [above for _, above in found[index - depth + 1 : index + 1]]
            for depth in range(1, min(_DEEPEST, index + 1) + 1)
        )
        fitting = [places for pile in piles if (places := _fitting(pile, len(cells), required, optional or {}))]
        if fitting:
            places = max(fitting, key=len)  # the lowest pile that names most columns
            if any(_is_key(below, places[next(iter(required))]) for _, below in found[index + 1 :]):
                return Heading(places, line)
    return None


def _is_key(cells: Sequence[str], place: int) -> bool:
    return place < len(cells) and _KEY.fullmatch(cells[place].strip().upper()) is not None


def _fitting(
    pile: Sequence[Sequence[str]], width: int, required: Mapping[str, str], optional: Mapping[str, str]
) -> dict[str, int] | None:
    headings = _joined(pile, width)
    places = _places(headings, required)
    if len(places) < len(required):
        return None
    rest = {place: text for place, text in headings.items() if place not in places.values()}
    return {**places, **_places(rest, optional)}


def _joined(pile: Sequence[Sequence[str]], width: int) -> dict[int, str]:
    columns = range(max(width, *(len(cells) for cells in pile)))
    return {
        place: _SPACES.sub(" ", " ".join(cells[place] for cells in pile if place < len(cells))).strip().lower()
        for place in columns
    }


def _places(headings: Mapping[int, str], wanted: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, pattern in wanted.items():
        for place, text in headings.items():
            if text and place not in found.values() and re.search(pattern, text):
                found[name] = place
                break
    return found


def records(
    source: Source,
    heading: Heading,
    key: str,
    is_key: Callable[[str], object],
    watch: Watch | None = None,
    needed: Sequence[str] = (),
) -> Iterator[Record]:
    """The rows under a heading, from the first whose key looks like one to the last.

    Rows between heading and first key are more heading. Notes after the last key are left out: a row whose key is empty or
    a sentence. Anything else without a key is an error, and so is a row too short for the ``needed`` columns.

    Raises:
        BookError: such a row (which line, what it says), or no row at all.
    """
    place = heading.places[key]
    width = max((heading.places[name] for name in (key, *needed)), default=0) + 1
    begun = False
    doubtful: Row | None = None
    for line, cells in rows(source, watch):
        if line <= heading.line:
            continue
        value = cells[place].strip() if place < len(cells) else ""
        if not is_key(value):
            if begun and value and " " not in value:
                raise _no_key(source, (line, cells), place)
            doubtful = doubtful or ((line, cells) if begun else None)
            continue
        if doubtful:
            raise _no_key(source, doubtful, place)
        if len(cells) < width:
            raise BookError(
                f"{source.where}, line {line}: has {len(cells)} columns, {width} are needed; the file is cut short or damaged"
            )
        begun = True
        yield Record(
            f"{source.where}, line {line}",
            {name: cells[at].strip() for name, at in heading.places.items() if at < len(cells)},
        )
    if not begun:
        raise BookError(f"{source.where}: no row under the heading on line {heading.line}; fetch it again")


def _no_key(source: Source, row: Row, place: int) -> BookError:
    line, cells = row
    value = cells[place].strip() if place < len(cells) else ""
    return BookError(
        f"{source.where}, line {line}: {value[:40]!r} stands where a code is expected; "
        "the file is cut short, or two files are joined: fetch it again"
    )


def unique(records_: Iterator[Record], columns: Sequence[str]) -> Iterator[Record]:
    """Leave out a row that says again what an earlier one said.

    Raises:
        BookError: a row that has the same key (``columns``) as an earlier one and says something else.
    """
    seen: dict[tuple[str, ...], Record] = {}
    for record in records_:
        key = tuple(record[name] for name in columns)
        first = seen.setdefault(key, record)
        if first is record:
            yield record
        elif first.cells != record.cells:
            raise BookError(
                f"{record.where}: {' '.join(part for part in key if part)} was listed before ({first.where.rpartition(', ')[2]}) "
                "with other values; two releases joined? fetch it again"
            )


def headline(source: Source, heading: Heading) -> str:
    """What stands above and in the headings of a table: its title, its year."""
    return "\n".join(" ".join(filter(None, cells)) for line, cells in first_rows(source) if line <= heading.line)
