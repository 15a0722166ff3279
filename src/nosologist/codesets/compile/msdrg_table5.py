"""CMS's Table 5 of the inpatient rule: weight, length of stay and transfer policy of each MS-DRG."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from nosologist.codesets.compile.cells import amount
from nosologist.codesets.compile.effective import fiscal_end, fiscal_start, fiscal_year
from nosologist.codesets.compile.headings import Heading, find_heading, headline, records, unique
from nosologist.codesets.compile.loading import Value, watched, write
from nosologist.codesets.compile.official import Progress, Recognised, release_id
from nosologist.codesets.compile.source import Source, Watch
from nosologist.errors import BookError

SCHEMA = "msdrg.sql"
YEAR = re.compile(r"\bFY ?(20[0-9]{2})", re.IGNORECASE)
_REQUIRED = {
    "drg": r"^ms-?drg$",
    "post_acute": r"\bpost-? ?acute\b",
    "special_pay": r"\bspecial pay\b",
    "mdc": r"^mdc$",
    "type": r"^type$",
    "title": r"\bdrg title",
    "weight": r"^(relative )?weights?\b",
    "geometric": r"\bgeometric\b.*\blos\b",
    "arithmetic": r"\barithmetic\b.*\blos\b",
}
_OPTIONAL = {"capped": r"\bcap applied\b"}
_DRG = re.compile(r"[0-9]{1,3}")
_YES = {"yes": 1, "no": 0}
_TYPES = {"MED": "medical", "SURG": "surgical"}


def recognise(source: Source) -> Recognised | None:
    """Told by its headings, which also say the fiscal year."""
    heading = _heading(source)
    if heading is None:
        return None
    return of_fiscal_year(source, "msdrg_table5", "MS-DRG weights (Table 5)", headline(source, heading))


def of_fiscal_year(source: Source, document: str, title: str, text: str) -> Recognised:
    """A table of the inpatient rule, of the fiscal year that its title or name says."""
    said = YEAR.search(text)
    effective = fiscal_start(source, int(said[1]) if said else None)
    shown = f"{title}, FY{fiscal_year(effective)}"
    return Recognised(document, "msdrg", release_id("msdrg", effective), effective, fiscal_end(effective), shown)


def clear(recognised: Recognised, connection: sqlite3.Connection) -> None:
    """Remove the weights of an earlier file."""
    connection.execute("DELETE FROM drg")


def load(source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
    """Write the weights; returns how many MS-DRGs."""
    heading = _heading(source)
    if heading is None:
        raise BookError(f"{source.where}: has no columns of Table 5; fetch it again")
    return write(connection, "drg", _rows(source, heading, watched(progress, recognised)))


def _heading(source: Source) -> Heading | None:
    return find_heading(source, _REQUIRED, _OPTIONAL)


def _rows(source: Source, heading: Heading, watch: Watch) -> Iterator[tuple[Value, ...]]:
    found = records(source, heading, "drg", _DRG.fullmatch, watch, needed=tuple(_REQUIRED))
    for record in unique(found, ["drg"]):
        where = record.where
        transfer = [_YES.get(record[name].lower()) for name in ("post_acute", "special_pay")]
        if None in transfer:
            raise BookError(f"{where}: post-acute and special pay must say Yes or No; fetch it again")
        uncapped = amount(record["weight"], where)
        yield (
            record["drg"].zfill(3),
            record["title"],
            record["mdc"] or None,
            _TYPES.get(record["type"].upper()),
            *transfer,
            amount(record["capped"], where) or uncapped,
            uncapped,
            amount(record["geometric"], where),
            amount(record["arithmetic"], where),
        )
