"""CMS's Addendum B of the outpatient prospective payment system (OPPS): status indicator, APC and rate of each code.

Short descriptors are left out: those of CPT are the AMA's; those of Level II stand in HCPCS.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from nosologist.codesets.compile.cells import amount, procedure_code
from nosologist.codesets.compile.effective import quarter_end, stated_date
from nosologist.codesets.compile.headings import Heading, find_heading, records, unique
from nosologist.codesets.compile.loading import Value, watched, write
from nosologist.codesets.compile.official import Progress, Recognised, release_id
from nosologist.codesets.compile.source import Source, Watch
from nosologist.errors import BookError

SCHEMA = "opps.sql"
_REQUIRED = {
    "code": r"^(hcpcs|cpt)?( ?/ ?(cpt|hcpcs))?( ?code)$|^hcpcs$",
    "status": r"^(status indicator|si)$",
    "rate": r"\bpayment rate",
}
_OPTIONAL = {
    "apc": r"^apc$",
    "weight": r"\brelative weight",
    "national_copayment": r"\bnational\b.*\bcopay",
    "minimum_copayment": r"\bminimum\b.*\bcopay",
}
_STATUS = re.compile(r"[A-Z][0-9]?")


def recognise(source: Source) -> Recognised | None:
    """Told by its headings."""
    if _heading(source) is None:
        return None
    effective = stated_date(source)
    title = f"OPPS Addendum B, {effective:%B %Y}"
    return Recognised(
        "opps_addendum_b", "opps", release_id("opps", effective), effective, quarter_end(effective), title
    )


def clear(recognised: Recognised, connection: sqlite3.Connection) -> None:
    """Remove the rates of an earlier file."""
    connection.execute("DELETE FROM opps")


def load(source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
    """Write the rates; returns how many codes."""
    heading = _heading(source)
    if heading is None:
        raise BookError(f"{source.where}: has no Addendum B columns; fetch it again")
    return write(connection, "opps", _rows(source, heading, watched(progress, recognised)))


def _heading(source: Source) -> Heading | None:
    return find_heading(source, _REQUIRED, _OPTIONAL)


def _rows(source: Source, heading: Heading, watch: Watch) -> Iterator[tuple[Value, ...]]:
    found = records(source, heading, "code", procedure_code, watch, needed=("code", "status"))
    for record in unique(found, ["code"]):
        if not _STATUS.fullmatch(record["status"]):
            raise BookError(f"{record.where}: {record['status'][:20]!r} is no status indicator; fetch it again")
        yield (
            procedure_code(record["code"]),
            record["status"],
            record["apc"].zfill(4) if record["apc"] else None,
            *(
                amount(record[name], record.where)
                for name in ("weight", "rate", "national_copayment", "minimum_copayment")
            ),
        )
