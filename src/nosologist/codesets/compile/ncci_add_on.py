"""CMS's add-on code edits of NCCI: which code may be reported only beside which others."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from nosologist.codesets.compile import ncci
from nosologist.codesets.compile.cells import iso, procedure_code
from nosologist.codesets.compile.headings import Heading, find_heading, records, unique
from nosologist.codesets.compile.loading import Value, watched, write
from nosologist.codesets.compile.official import Progress, Recognised
from nosologist.codesets.compile.source import Source, Watch
from nosologist.errors import BookError

SCHEMA = ncci.SCHEMA
_CONTRACTOR = "CCCCC"  # stands for a primary code where the contractor decides
_REQUIRED = {"code": r"\badd-?on\b.*\bcode", "primary": r"\bprimary\b.*\bcode", "first": r"\beff"}
_OPTIONAL = {"last": r"\bdel", "kind": r"\btype\b", "notes": r"\b(notes?|instructions?)\b"}


def recognise(source: Source) -> Recognised | None:
    """Told by its columns of add-on and primary codes."""
    if _heading(source) is None:
        return None
    return ncci.recognised(source, "ncci_add_on", "NCCI add-on code edits")


def clear(recognised: Recognised, connection: sqlite3.Connection) -> None:
    """Remove the edits of an earlier file."""
    connection.execute("DELETE FROM add_on")


def load(source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
    """Write the edits; returns how many."""
    heading = _heading(source)
    if heading is None or "kind" not in heading.places:
        raise BookError(f"{source.where}: has no column with the type (1, 2, 3) of each edit; fetch CMS's own file")
    total = write(connection, "add_on", _rows(source, heading, watched(progress, recognised)))
    newest = connection.execute("SELECT max(first_day) FROM add_on").fetchone()[0]
    ncci.check_quarter(newest, recognised, source)
    return total


def _heading(source: Source) -> Heading | None:
    return find_heading(source, _REQUIRED, _OPTIONAL)


def _rows(source: Source, heading: Heading, watch: Watch) -> Iterator[tuple[Value, ...]]:
    found = records(source, heading, "code", procedure_code, watch, needed=("kind", "primary", "first"))
    for record in unique(found, ["kind", "code", "primary", "first"]):
        if record["kind"] not in ("1", "2", "3"):
            raise BookError(f"{record.where}: type {record['kind']!r}; CMS knows 1, 2 and 3; fetch it again")
        primary = procedure_code(record["primary"])
        if primary is None and record["primary"].upper() != _CONTRACTOR:
            raise BookError(f"{record.where}: {record['primary'][:40]!r} is no primary code; fetch it again")
        first, last = (iso(record[name], record.where) for name in ("first", "last"))
        yield int(record["kind"]), procedure_code(record["code"]), primary, first, last, record["notes"]
