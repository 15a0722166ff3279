"""CDC's list of codes exempt from present-on-admission reporting, and its lists of what changed (tab-delimited text)."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Iterator
from typing import Final

from nosologist.codesets.compile.icd10_codes import once, recognised_as
from nosologist.codesets.compile.official import Progress, Recognised
from nosologist.codesets.compile.source import Source
from nosologist.errors import BookError

SCHEMA: Final = "code_list.sql"
_ORDER = re.compile(r"order([0-9]{2})")
_TITLES = {
    "poa": "codes exempt from present on admission",
    "poa_added": "added to the present-on-admission list",
    "poa_deleted": "deleted from the present-on-admission list",
    "poa_revised": "titles revised in the present-on-admission list",
}


def recognise(source: Source) -> Recognised | None:
    """The heading names the column POAexemptCode; ``Order26`` in it says the fiscal year."""
    heading = [cell.strip().lower() for cell in (source.head_lines(1) or [""])[0].lstrip("\ufeff").split("\t")]
    if "poaexemptcode" not in heading:
        return None
    order = _ORDER.fullmatch(heading[0])
    if "action" in heading:
        kind = "poa_revised"
    elif not order:
        kind = "poa_deleted"
    else:  # the list and what was added to it have the same columns; only the name tells
        kind = "poa_added" if "add" in source.name.lower() else "poa"
    return recognised_as(source, "icd10cm", kind, _TITLES[kind], 2000 + int(order[1]) if order else None)


def clear(recognised: Recognised, connection: sqlite3.Connection) -> None:
    """Forget the list."""
    if recognised.document == "icd10cm_poa":
        connection.execute("DELETE FROM poa_exempt")
    connection.execute("DELETE FROM poa_change WHERE document = ?", (recognised.document,))


def load(source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
    """Write the codes, without their dots."""
    rows = list(_rows(source))
    if recognised.document == "icd10cm_poa":
        codes = sorted(once(((code, title) for _, _, code, title in rows), source))
        connection.executemany("INSERT INTO poa_exempt VALUES (?, ?)", codes)
        return len(codes)
    action = "add" if recognised.document == "icd10cm_poa_added" else "delete"
    connection.executemany(
        "INSERT INTO poa_change VALUES (?, ?, ?, ?, ?)",
        [(recognised.document, number, stated or action, code, title) for number, stated, code, title in rows],
    )
    return len(rows)


def _rows(source: Source) -> Iterator[tuple[int, str, str, str]]:
    """Line number, what is done (or nothing), code, title."""
    heading: list[str] = []
    for number, row in enumerate(csv.reader(source.lines(), delimiter="\t"), 1):
        cells = [cell.strip() for cell in row]
        if not heading:
            heading = [cell.lower() for cell in cells]
            continue
        if not any(cells):
            continue
        if len(cells) != len(heading):
            raise BookError(
                f"{source.where}: line {number}: {len(cells)} columns, the heading has {len(heading)}; fetch it again"
            )
        said = dict(zip(heading, cells, strict=True))
        title = " ".join(said["description"].split())
        yield number, said.get("action", "").rstrip(":").lower(), said["poaexemptcode"].replace(".", ""), title
