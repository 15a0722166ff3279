"""CMS's relative values of the Physician Fee Schedule (PPRRVU): what each service weighs, and how it may be billed.

From 2026 the law has two conversion factors, and CMS a file for each: for qualifying participants in alternative payment models
(QPP) and for all others.

The file carries short descriptors; those of CPT are the AMA's, so none is kept: titles come from HCPCS and CPT.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from nosologist.codesets.compile import fee_schedule
from nosologist.codesets.compile.cells import amount, procedure_code
from nosologist.codesets.compile.headings import Heading, find_heading, headline, records, unique
from nosologist.codesets.compile.loading import Value, watched, write
from nosologist.codesets.compile.official import Progress, Recognised
from nosologist.codesets.compile.source import Source, Watch
from nosologist.errors import BookError

SCHEMA = fee_schedule.SCHEMA
_REQUIRED = {
    "code": r"\bhcpcs",
    "modifier": r"\bmod(ifier)?$",
    "status": r"\bstatus( code)?$",
    "work": r"\bwork rvu",
    "non_facility_pe": r"^(transitioned |fully implemented )?non ?-? ?fac(ility)?\b.*\bpe rvu",
    "facility_pe": r"^(?!.*\bnon).*fac(ility)?\b.*\bpe rvu",
    "malpractice": r"\bmp rvu",
    "pctc": r"\bpctc",
    "global_days": r"\bglob(al)?\b",
    "preoperative": r"\bpre\b.*\bop\b",
    "intraoperative": r"\bintra\b.*\bop\b",
    "postoperative": r"\bpost\b.*\bop\b",
    "multiple": r"\bmult(iple)?\b.*\bproc",
    "bilateral": r"\bbilat",
    "assistant": r"\bass?i?st\b.*\bsurg",
    "co_surgeons": r"\bco-? ?surg",
    "team": r"\bteam\b",
    "conversion": r"\bconv",
}
_OPTIONAL = {
    "not_medicare": r"\bnot used for\b",
    "non_facility_na": r"\bnon ?-? ?fac(ility)?\b.*\bna\b",
    "facility_na": r"^(?!.*\bnon).*fac(ility)?\b.*\bna\b",
    "endoscopic_base": r"\bendo",
    "supervision": r"\b(diag|supervision)",
    "imaging_family": r"\bfamily\b",
}
_QUALIFYING = re.compile(r"(?<!non)(?<!non[-_ ])qpp(?![a-z])", re.IGNORECASE)  # PPRRVU2026_Jan_QPP, beside ..._nonQPP
_AMOUNTS = ("work", "non_facility_pe", "facility_pe", "malpractice")
_FLAGS = ("non_facility_na", "facility_na")
_PARTS = ("preoperative", "intraoperative", "postoperative")
_INDICATORS = ("pctc", "multiple", "bilateral", "assistant", "co_surgeons", "team", "supervision", "imaging_family")


def recognise(source: Source) -> Recognised | None:
    """Told by its headings."""
    heading = _heading(source)
    if heading is None:
        return None
    document, title = "pfs_rvu", "Physician Fee Schedule relative values"
    if _QUALIFYING.search(source.name):
        document, title = f"{document}_qualifying", f"{title} for qualifying participants"
    return fee_schedule.recognised(source, document, title, headline(source, heading))


def clear(recognised: Recognised, connection: sqlite3.Connection) -> None:
    """Remove the values of an earlier file."""
    connection.execute("DELETE FROM rvu WHERE qualifying = ?", (_qualifying(recognised),))


def _qualifying(recognised: Recognised) -> int:
    return int(recognised.document.endswith("_qualifying"))


def load(source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
    """Write the values; returns how many codes with their modifiers."""
    heading = _heading(source)
    if heading is None:
        raise BookError(f"{source.where}: has no RVU columns; fetch it again")
    return write(connection, "rvu", _rows(source, heading, _qualifying(recognised), watched(progress, recognised)))


def _heading(source: Source) -> Heading | None:
    return find_heading(source, _REQUIRED, _OPTIONAL)


def _rows(source: Source, heading: Heading, qualifying: int, watch: Watch) -> Iterator[tuple[Value, ...]]:
    found = records(source, heading, "code", procedure_code, watch, needed=tuple(_REQUIRED))
    for record in unique(found, ["code", "modifier"]):
        where = record.where
        yield (
            qualifying,
            procedure_code(record["code"]),
            record["modifier"].upper(),
            record["status"],
            int(record["not_medicare"] == "+"),
            *(amount(record[name], where) for name in _AMOUNTS),
            *(int(record[name].upper() == "NA") for name in _FLAGS),
            record["global_days"].zfill(3) if record["global_days"].isdecimal() else record["global_days"],
            *(amount(record[name], where) for name in _PARTS),
            *(record[name] or None for name in _INDICATORS),
            procedure_code(record["endoscopic_base"]),
            amount(record["conversion"], where),
        )
