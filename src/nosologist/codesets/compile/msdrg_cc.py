"""CMS's Tables 6I and 6J of the inpatient rule: every diagnosis that counts as an MCC, and every one that counts as a CC."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from nosologist.codesets.compile import msdrg_table5
from nosologist.codesets.compile.headings import Heading, find_heading, headline, records, unique
from nosologist.codesets.compile.loading import Value, watched, write
from nosologist.codesets.compile.official import Progress, Recognised
from nosologist.codesets.compile.source import Source, Watch
from nosologist.errors import BookError

SCHEMA = msdrg_table5.SCHEMA
_REQUIRED = {"code": r"^diagnosis code", "title": r"^description"}
_LIST = re.compile(r"table 6(?P<letter>[ij])\b.*complete (?P<level>m?cc) list", re.IGNORECASE | re.DOTALL)
_DIAGNOSIS = re.compile(r"[A-Z][0-9A-Z]{2}(\.?[0-9A-Z]{1,4})?")
_DOCUMENTS = {"MCC": ("msdrg_mcc", "MCC list (Table 6I)"), "CC": ("msdrg_cc", "CC list (Table 6J)")}


def recognise(source: Source) -> Recognised | None:
    """Told by its title: the complete list, not the tables of additions and deletions beside it."""
    heading = _heading(source)
    found = _LIST.search(headline(source, heading)) if heading else None
    if heading is None or found is None:
        return None
    return msdrg_table5.of_fiscal_year(source, *_DOCUMENTS[found["level"].upper()], headline(source, heading))


def clear(recognised: Recognised, connection: sqlite3.Connection) -> None:
    """Remove the list of an earlier file."""
    connection.execute("DELETE FROM complication WHERE level = ?", (_level(recognised),))


def load(source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
    """Write the list; returns how many codes."""
    heading = _heading(source)
    if heading is None:
        raise BookError(f"{source.where}: has no list of codes; fetch it again")
    try:
        return write(connection, "complication", _rows(source, heading, recognised, watched(progress, recognised)))
    except sqlite3.IntegrityError as error:
        raise BookError(f"{source.where}: lists a code that the other list has too; are both of one year?") from error


def _level(recognised: Recognised) -> str:
    return next(level for level, (document, _) in _DOCUMENTS.items() if document == recognised.document)


def _heading(source: Source) -> Heading | None:
    return find_heading(source, _REQUIRED)


def _rows(source: Source, heading: Heading, recognised: Recognised, watch: Watch) -> Iterator[tuple[Value, ...]]:
    level = _level(recognised)
    for record in unique(records(source, heading, "code", _DIAGNOSIS.fullmatch, watch), ["code"]):
        yield record["code"].replace(".", ""), level
