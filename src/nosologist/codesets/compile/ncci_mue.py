"""CMS's medically unlikely edits of NCCI: practitioner, outpatient hospital and DME supplier lists, CSV or workbook."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from nosologist.codesets.compile import ncci
from nosologist.codesets.compile.cells import count, procedure_code
from nosologist.codesets.compile.headings import Heading, find_heading, records, unique
from nosologist.codesets.compile.loading import Value, watched, write
from nosologist.codesets.compile.official import Progress, Recognised
from nosologist.codesets.compile.source import Source, Watch
from nosologist.errors import BookError

SCHEMA = ncci.SCHEMA
_DOCUMENT = "ncci_mue_"
_TITLES = {
    "practitioner": "NCCI MUE, practitioner",
    "outpatient_hospital": "NCCI MUE, outpatient hospital",
    "dme": "NCCI MUE, DME supplier",
}
_VALUES = {
    "practitioner": r"\bpractitioner\b.*\bmue\b",
    "outpatient_hospital": r"\boutpatient\b.*\bmue\b",
    "dme": r"\b(dme|supplier)\b.*\bmue\b",
}
_OTHERS = {"code": r"\b(hcpcs|cpt)\b.*\bcode", "indicator": r"\badjudication\b|\bmai\b", "rationale": r"\brationale"}


def recognise(source: Source) -> Recognised | None:
    """Told by the heading of the values, which says whose they are."""
    for setting in _VALUES:
        if _heading(source, setting):
            return ncci.recognised(source, _DOCUMENT + setting, _TITLES[setting])
    return None


def clear(recognised: Recognised, connection: sqlite3.Connection) -> None:
    """Remove the values of an earlier list."""
    connection.execute("DELETE FROM mue WHERE setting = ?", (_setting(recognised),))


def load(source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
    """Write the values; returns how many codes have one."""
    heading = _heading(source, _setting(recognised))
    if heading is None:
        raise BookError(f"{source.where}: has no MUE columns; fetch it again")
    return write(connection, "mue", _rows(source, heading, _setting(recognised), watched(progress, recognised)))


def _setting(recognised: Recognised) -> str:
    return recognised.document.removeprefix(_DOCUMENT)


def _heading(source: Source, setting: str) -> Heading | None:
    return find_heading(source, {"value": _VALUES[setting], **_OTHERS})


def _rows(source: Source, heading: Heading, setting: str, watch: Watch) -> Iterator[tuple[Value, ...]]:
    found = records(source, heading, "code", procedure_code, watch, needed=tuple(heading.places))
    for record in unique(found, ["code"]):
        indicator = record["indicator"][:1]  # "2 Date of Service Edit: Policy"
        if indicator not in ("1", "2", "3"):
            raise BookError(f"{record.where}: adjudication indicator {record['indicator']!r}; CMS knows 1, 2 and 3")
        most = count(record["value"], record.where)
        yield setting, procedure_code(record["code"]), most, int(indicator), record["rationale"]
