"""CMS's geographic practice cost indices (GPCI) of the Physician Fee Schedule, by contractor and locality."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from nosologist.codesets.compile import fee_schedule
from nosologist.codesets.compile.cells import amount
from nosologist.codesets.compile.headings import Heading, find_heading, headline, records, unique
from nosologist.codesets.compile.loading import Value, watched, write
from nosologist.codesets.compile.official import Progress, Recognised
from nosologist.codesets.compile.source import Source, Watch
from nosologist.errors import BookError

SCHEMA = fee_schedule.SCHEMA
_REQUIRED = {
    "mac": r"\bmac\b|\bcontractor\b",
    "locality": r"\blocality( number)?$",
    "name": r"\blocality name",
    "work": r"\b(p?w|work) gpci(?!.*\bwithout\b)",
    "pe": r"\bpe gpci",
    "malpractice": r"\bmp gpci",
}
_UNFLOORED = {**_REQUIRED, "work": r"\b(p?w|work) gpci"}  # a year without the floor, or the file without its column
_OPTIONAL = {"state": r"\bstate$"}
_MAC = re.compile(r"[0-9]{4,5}")
_LOCALITY = re.compile(r"([0-9]{1,2})(?:\.0+)?")  # 5, 05, and 5.0 as a spreadsheet writes it


def recognise(source: Source) -> Recognised | None:
    """Told by its headings."""
    heading = _heading(source)
    if heading is None:
        return None
    return fee_schedule.recognised(source, "pfs_gpci", "Geographic practice cost indices", headline(source, heading))


def clear(recognised: Recognised, connection: sqlite3.Connection) -> None:
    """Remove the indices of an earlier file."""
    connection.execute("DELETE FROM gpci")


def load(source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
    """Write the indices; returns how many localities."""
    heading = _heading(source)
    if heading is None:
        raise BookError(f"{source.where}: has no GPCI columns; fetch it again")
    return write(connection, "gpci", _rows(source, heading, watched(progress, recognised)))


def _heading(source: Source) -> Heading | None:
    return find_heading(source, _REQUIRED, _OPTIONAL) or find_heading(source, _UNFLOORED, _OPTIONAL)


def _rows(source: Source, heading: Heading, watch: Watch) -> Iterator[tuple[Value, ...]]:
    found = records(source, heading, "mac", _MAC.fullmatch, watch, needed=tuple(_REQUIRED))
    for record in unique(found, ["mac", "locality"]):
        locality = _LOCALITY.fullmatch(record["locality"])
        if locality is None:
            raise BookError(f"{record.where}: {record['locality'][:20]!r} is no locality number; fetch it again")
        yield (
            record["mac"].zfill(5),
            locality[1].zfill(2),
            record["state"] or None,
            record["name"].rstrip("*").strip(),  # the stars point to CMS's notes on floors
            *(amount(record[name], record.where) for name in ("work", "pe", "malpractice")),
        )
