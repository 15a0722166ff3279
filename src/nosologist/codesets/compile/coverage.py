"""Coverage tables that a user makes or fetches: one row for each pair of a service and a diagnosis.

Columns, in any order, by their headings: ``policy``, ``code`` (CPT or HCPCS) and ``diagnosis`` (a header such as ``E11`` stands
for every code below it) are needed; ``payer``, ``covered`` (yes or no; empty is yes), ``from`` and ``to`` may be there.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import PurePosixPath

from nosologist.codesets.compile.cells import iso, procedure_code
from nosologist.codesets.compile.effective import stated_date
from nosologist.codesets.compile.headings import Heading, find_heading, records
from nosologist.codesets.compile.loading import Value, watched, write
from nosologist.codesets.compile.official import Progress, Recognised, release_id
from nosologist.codesets.compile.source import Source, Watch
from nosologist.errors import BookError
from nosologist.model.code import undotted

SCHEMA = "coverage.sql"
_REQUIRED = {
    "code": r"^(hcpcs|cpt|procedure)?\b.*\bcode$|^code$",
    "policy": r"^policy",
    "diagnosis": r"^(diagnosis|icd)",
}
_OPTIONAL = {"payer": r"^(payer|contractor)", "covered": r"^covered", "first": r"^(from|eff)", "last": r"^(to|end)\b"}
_DIAGNOSIS = re.compile(r"[A-Z][0-9][0-9A-Z][0-9A-Z]{0,4}")
_COVERED = {"": 1, "yes": 1, "y": 1, "true": 1, "1": 1, "no": 0, "n": 0, "false": 0, "0": 0}


def recognise(source: Source) -> Recognised | None:
    """Told by its columns of policy, code and diagnosis."""
    if _heading(source) is None:
        return None
    effective = stated_date(source)
    name = re.sub(r"[^a-z0-9]+", "_", PurePosixPath(source.name).stem.lower()).strip("_")
    return Recognised(
        f"coverage_{name}", "coverage", release_id("coverage", effective), effective, None, f"coverage table {name}"
    )


def clear(recognised: Recognised, connection: sqlite3.Connection) -> None:
    """Remove the rows of an earlier file of this name."""
    connection.execute("DELETE FROM policy WHERE document = ?", (recognised.document,))


def load(source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
    """Write the rows; returns how many."""
    heading = _heading(source)
    if heading is None:
        raise BookError(f"{source.where}: has no columns policy, code and diagnosis")
    return write(connection, "policy", _rows(source, heading, recognised.document, watched(progress, recognised)))


def _heading(source: Source) -> Heading | None:
    return find_heading(source, _REQUIRED, _OPTIONAL)


def _rows(source: Source, heading: Heading, document: str, watch: Watch) -> Iterator[tuple[Value, ...]]:
    for record in records(source, heading, "code", procedure_code, watch, needed=("policy", "diagnosis")):
        diagnosis = undotted(record["diagnosis"])
        if not _DIAGNOSIS.fullmatch(diagnosis):
            raise BookError(f"{record.where}: {record['diagnosis'][:40]!r} is no ICD-10-CM code or header")
        covered = _COVERED.get(record["covered"].lower())
        if covered is None:
            raise BookError(f"{record.where}: covered {record['covered'][:40]!r} is neither yes nor no")
        first, last = (iso(record[name], record.where) for name in ("first", "last"))
        yield (
            document, record["policy"], record["payer"], procedure_code(record["code"]), diagnosis, covered, first, last
        )  # fmt: skip
