"""CMS's HCPCS Level II: the contractor file (fixed width 320), the same as a workbook, or a plain list of codes and texts.

A record of the fixed file begins with a code (type 3) or modifier (type 7, after three blanks); its long description goes on
over lines of type 4 or 8. Codes that have ended stay listed, with their termination date.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date

from nosologist.codesets.compile.cells import day, iso
from nosologist.codesets.compile.effective import named_date, quarter_end, stated_date
from nosologist.codesets.compile.headings import Heading, Record, find_heading, records, unique
from nosologist.codesets.compile.loading import Value, watched, write
from nosologist.codesets.compile.official import Progress, Recognised, release_id
from nosologist.codesets.compile.source import Source, Watch
from nosologist.errors import BookError

SCHEMA = "hcpcs.sql"

_SHORTEST = 293  # up to the action code; what follows is filler
_FIRST, _MORE = "37", "48"  # first line of a code or modifier; lines that continue its description
_FIXED = re.compile(r"(?:[A-Z][0-9]{4}|   [0-9A-Z]{2})[0-9]{5}[3478]")
_VALUE = re.compile(r"[A-Z][0-9]{4}|[0-9A-Z]{2}")
# name of the workbook's column -> first and last position in the fixed file, as CMS's record layout counts them
_POSITIONS = {
    "hcpc": (1, 5),
    "recid": (11, 11),
    "long": (12, 91),
    "short": (92, 119),
    **{f"price{number}": (118 + 2 * number, 119 + 2 * number) for number in range(1, 5)},
    "mult pi": (128, 128),
    **{f"cim{number}": (123 + 6 * number, 128 + 6 * number) for number in range(1, 4)},
    **{f"mcm{number}": (139 + 8 * number, 146 + 8 * number) for number in range(1, 4)},
    "statute": (171, 180),
    **{f"labcert{number}": (178 + 3 * number, 180 + 3 * number) for number in range(1, 9)},
    **{f"xref{number}": (200 + 5 * number, 204 + 5 * number) for number in range(1, 6)},
    "cov": (230, 230),
    "asc grp": (231, 232),
    "asc dt": (233, 240),
    "procnote": (253, 256),
    "betos": (257, 259),
    **{f"tos{number}": (260 + number, 260 + number) for number in range(1, 6)},
    "anest bu": (266, 268),
    "add dt": (269, 276),
    "act eff dt": (277, 284),
    "term dt": (285, 292),
    "action cd": (293, 293),
}
_SLICES = {name: slice(first - 1, last) for name, (first, last) in _POSITIONS.items()}
_REQUIRED = {"hcpc": r"^(hcpc|hcpcs|code)$", "recid": r"^(recid|type)$", "long": r"^long desc", "short": r"^short desc"}
_OPTIONAL = {name: f"^{name}$" for name in _POSITIONS if name not in _REQUIRED}
_KINDS = {"3": "code", "7": "modifier", "code": "code", "modifier": "modifier"}


def recognise(source: Source) -> Recognised | None:
    """The fixed file by the form of its lines, a table by its headings (which a list of changes or of NOC codes lacks)."""
    if not _is_fixed(source) and _heading(source) is None:
        return None
    effective = stated_date(source, named_date(source) or _newest_action(source))
    end = quarter_end(effective)
    title = f"HCPCS Level II, {effective:%B %Y}"
    return Recognised("hcpcs", "hcpcs", release_id("hcpcs", effective), effective, end, title)


def clear(recognised: Recognised, connection: sqlite3.Connection) -> None:
    """Remove the codes and modifiers of an earlier file."""
    connection.execute("DELETE FROM hcpcs")


def load(source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
    """Write codes and modifiers; returns how many of both."""
    found = unique(_records(source, watched(progress, recognised)), ["hcpc"])
    total = write(connection, "hcpcs", (_row(record) for record in found))
    _check_year(source, recognised, connection)
    return total


def _check_year(source: Source, recognised: Recognised, connection: sqlite3.Connection) -> None:
    """A release changes codes on its first day, none after its quarter, and never none for a whole year."""
    effective = recognised.effective_from
    newest = connection.execute("SELECT max(changed) FROM hcpcs").fetchone()[0]
    last = quarter_end(effective).isoformat()
    if newest and (newest > last or int(newest[:4]) < effective.year - 1):
        raise BookError(
            f"{source.where}: is to count from {effective}, but its newest change is of {newest}; "
            "another release? check its name, or --effective"
        )


def _is_fixed(source: Source) -> bool:
    lines = source.head_lines(1)
    return bool(lines) and len(lines[0]) >= _SHORTEST and _FIXED.match(lines[0]) is not None


def _heading(source: Source) -> Heading | None:
    return find_heading(source, _REQUIRED, _OPTIONAL)


def _newest_action(source: Source) -> date | None:
    """The month of the newest change in the file: a release changes codes on its first day."""
    days = {record["act eff dt"]: record.where for record in _records(source) if record["act eff dt"]}
    newest = max((found for text, where in days.items() if (found := day(text, where))), default=None)
    return newest.replace(day=1) if newest else None


def _records(source: Source, watch: Watch | None = None) -> Iterator[Record]:
    if _is_fixed(source):
        return _fixed_records(source, watch)
    heading = _heading(source)
    if heading is None:
        raise BookError(f"{source.where}: has no HCPCS columns; fetch it again")
    return records(source, heading, "hcpc", _VALUE.fullmatch, watch, needed=("hcpc", "recid", "long", "short"))


def _fixed_records(source: Source, watch: Watch | None) -> Iterator[Record]:
    """Each code or modifier with its whole description."""
    begun: tuple[str, dict[str, str]] | None = None
    for number, line in enumerate(source.lines(watch=watch), 1):
        if not line.strip(" \x1a"):  # some files end with DOS's end-of-file mark
            continue
        where = f"{source.where}, line {number}"
        if len(line) < _SHORTEST or not _FIXED.match(line):
            raise BookError(
                f"{where}: is no HCPCS record of {_SHORTEST} characters or more; the file is cut short or damaged"
            )
        cells = {name: line[place].strip() for name, place in _SLICES.items()}
        if cells["recid"] in _FIRST:
            if begun:
                yield Record(*begun)
            begun = (where, cells)
        elif begun is None or begun[1]["hcpc"] != cells["hcpc"]:
            raise BookError(f"{where}: continues {cells['hcpc']}, which does not stand above it; the file is damaged")
        else:
            begun[1]["long"] += f" {cells['long']}"
    if begun:
        yield Record(*begun)


def _row(record: Record) -> tuple[Value, ...]:
    kind = _KINDS.get(record["recid"])
    if kind is None or (kind == "modifier") != (len(record["hcpc"]) == 2):
        raise BookError(f"{record.where}: {record['hcpc']} cannot be of type {record['recid']!r}; the file is damaged")
    return (
        record["hcpc"],
        kind,
        record["long"],
        record["short"],
        *(iso(record[name], record.where) for name in ("add dt", "act eff dt", "term dt")),
        record["action cd"] or None,
        record["cov"] or None,
        _several(record, "price", 4),
        record["mult pi"] or None,
        _several(record, "cim", 3),
        _several(record, "mcm", 3),
        record["statute"] or None,
        _several(record, "labcert", 8),
        _several(record, "xref", 5),
        record["asc grp"] or None,
        iso(record["asc dt"], record.where),
        record["procnote"] or None,
        record["betos"] or None,
        _several(record, "tos", 5),
        int(record["anest bu"]) if record["anest bu"].isdecimal() else None,
    )


def _several(record: Record, name: str, most: int) -> str | None:
    """A field that occurs several times, its values joined by ``|``; None where there is none."""
    values: Mapping[str, str] = record.cells
    return "|".join(filter(None, (values.get(f"{name}{number}", "") for number in range(1, most + 1)))) or None
