"""CMS's procedure-to-procedure edits of NCCI: practitioner and outpatient hospital, text or workbook, in one file or four.

Two and a half million rows: they are streamed, and what they say beside the two codes is kept once (``ruling``).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from nosologist.codesets.compile import ncci
from nosologist.codesets.compile.cells import iso, procedure_code
from nosologist.codesets.compile.headings import Heading, find_heading
from nosologist.codesets.compile.loading import watched, write
from nosologist.codesets.compile.official import Progress, Recognised
from nosologist.codesets.compile.rows import rows
from nosologist.codesets.compile.source import Source, Watch
from nosologist.errors import BookError

SCHEMA = ncci.SCHEMA
SETTINGS = ("practitioner", "outpatient_hospital")  # their place is their number in the table
_TITLES = ("NCCI PTP edits, practitioner", "NCCI PTP edits, outpatient hospital")
_DOCUMENT = "ncci_ptp_"
_PART = re.compile(r"(?<![a-z0-9])f([1-9])(?![a-z0-9])", re.IGNORECASE)  # ccipra-v302r0-f1
_REQUIRED = {
    "column1": r"^column ?1\b",
    "column2": r"^column ?2\b",
    "first": r"\beffective",
    "last": r"\bdeletion",
    "indicator": r"\bmodifier",
    "rationale": r"\brationale",
}
_OPTIONAL = {"before_1996": r"existence|1996"}


def recognise(source: Source) -> Recognised | None:
    """Told by the two columns; whose edits they are, only the names of CMS's files say."""
    if find_heading(source, _REQUIRED) is None:
        return None
    found = next((known for place in source.places if (known := ncci.setting(place)) in SETTINGS), None)
    if found is None:
        raise BookError(
            f"{source.where}: PTP edits, but no name says whose; name the file as CMS does (ccipra... practitioner, "
            "ccioph... outpatient hospital)"
        )
    part = _PART.search(source.name)
    document = f"{_DOCUMENT}{found}{f'_f{part[1]}' if part else ''}"
    title = _TITLES[SETTINGS.index(found)] + (f" (file {part[1]})" if part else "")
    return ncci.recognised(source, document, title)


def clear(recognised: Recognised, connection: sqlite3.Connection) -> None:
    """Remove the edits of an earlier file."""
    document = (recognised.document,)
    connection.execute("DELETE FROM ptp WHERE ruling IN (SELECT id FROM ruling WHERE document = ?)", document)
    connection.execute("DELETE FROM ruling WHERE document = ?", document)


def load(source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
    """Write the edits; returns the rows of the file. A row that says again what another said is kept once."""
    setting = next(number for number, name in enumerate(SETTINGS) if name in recognised.document)
    heading = find_heading(source, _REQUIRED, _OPTIONAL)
    if heading is None:
        raise BookError(f"{source.where}: has no PTP columns; fetch it again")
    numbers = _Numbers(connection)
    rulings = _Rulings(connection, recognised.document, heading, source.where)
    connection.execute("DROP INDEX IF EXISTS ptp_column2")  # sorted once at the end it costs a third
    pairs = _pairs(source, heading, numbers, rulings, watched(progress, recognised))
    total = write(connection, "ptp", ((setting, *pair) for pair in pairs), "INSERT OR IGNORE")
    ncci.check_quarter(rulings.newest, recognised, source)
    progress("sorting by column 2", 0.97)
    write(connection, "number", numbers.new)
    write(connection, "ruling", rulings.new)
    connection.execute("CREATE INDEX ptp_column2 ON ptp (setting, column2)")
    return total


def _pairs(
    source: Source, heading: Heading, numbers: _Numbers, rulings: _Rulings, watch: Watch
) -> Iterator[tuple[int, int, int]]:
    one, two = heading.places["column1"], heading.places["column2"]
    begun = False
    for line, cells in rows(source, watch):
        if line <= heading.line:
            continue
        try:
            column1 = numbers[cells[one]]
            begun = True
            yield column1, numbers[cells[two]], rulings.number(line, cells)
        except KeyError as error:
            if begun:
                raise BookError(
                    f"{source.where}, line {line}: {error.args[0]!r} stands where a code is expected; "
                    "the file is cut short, or two files are joined: fetch it again"
                ) from error
        except IndexError as error:
            if begun:
                raise BookError(
                    f"{source.where}, line {line}: has {len(cells)} columns, {max(heading.places.values()) + 1} are needed; "
                    "the file is cut short or damaged"
                ) from error
    if not begun:
        raise BookError(f"{source.where}: no edit under the heading on line {heading.line}; fetch it again")


class _Numbers(dict[str, int]):
    """Cell of a code -> its number in the release; new ones are numbered as they come."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.update((code, number) for number, code in connection.execute("SELECT id, code FROM number"))
        self._known = dict(self)
        self.new: list[tuple[int, str]] = []

    def __missing__(self, cell: str) -> int:
        code = procedure_code(cell)
        if code is None:
            raise KeyError(cell.strip()[:40])
        if code not in self._known:
            self._known[code] = len(self._known) + 1
            self.new.append((self._known[code], code))
        self[cell] = self._known[code]
        return self[cell]


class _Rulings:
    """What rows say beside their codes, each saying once."""

    def __init__(self, connection: sqlite3.Connection, document: str, heading: Heading, where: str) -> None:
        self._next = 1 + int(connection.execute("SELECT ifnull(max(id), 0) FROM ruling").fetchone()[0])
        self._document = document
        self._where = where
        self._places = [heading.places[name] for name in ("first", "last", "indicator", "rationale")]
        self._before_1996 = heading.places.get("before_1996")
        self._known: dict[tuple[str, ...], int] = {}
        self.new: list[tuple[int, str, str | None, str | None, int, int, str]] = []

    def number(self, line: int, cells: list[str]) -> int:
        first, last, indicator, rationale = self._places
        mark = cells[self._before_1996] if self._before_1996 is not None else ""
        key = (cells[first], cells[last], cells[indicator], cells[rationale], mark)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._next + len(self.new)
            self.new.append((known, self._document, *_said(key, f"{self._where}, line {line}")))
        return known

    @property
    def newest(self) -> str | None:
        """The newest day on which an edit begins, else (where the file has no such days) ends."""
        begins = [first for _, _, first, *_ in self.new if first]
        ends = [last for _, _, _, last, *_ in self.new if last]
        return max(begins or ends, default=None)


def _said(cells: tuple[str, ...], where: str) -> tuple[str | None, str | None, int, int, str]:
    first, last, indicator, rationale, mark = cells
    if indicator.strip() not in ("0", "1", "9"):
        raise BookError(f"{where}: modifier indicator {indicator[:20]!r}; CMS knows 0, 1 and 9; fetch it again")
    return iso(first, where), iso(last, where), int(indicator), int(mark.strip() == "*"), rationale.strip()
