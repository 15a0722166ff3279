"""Conversion tables of ICD-10-PCS (CMS) and ICD-10-CM (CDC), tab-delimited: which code came from which, and when."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Iterator
from typing import Final

from nosologist.codesets.compile.icd10_codes import code_set_of, recognised_as
from nosologist.codesets.compile.official import Progress, Recognised
from nosologist.codesets.compile.source import Source
from nosologist.errors import BookError

SCHEMA: Final = "code_list.sql"
_COLUMNS = {
    "current": "code",
    "previous": "previous",
    "effective year": "year",
    "change": "change",
    "comment": "comment",
    "effective month": "day",
}
_DAY = re.compile(r"(0[1-9]|1[0-2])\.([0-3][0-9])")
_CODE = re.compile(r"\b[0-9A-Z]{3,7}\b")


def recognise(source: Source) -> Recognised | None:
    """The heading names current and previous codes; the first codes tell the book, the latest year is in the name."""
    lines = source.head_lines(20)
    heading = _heading(lines[0]) if lines else {}
    if not {"code", "previous"} <= heading.keys():
        return None
    codes = [
        code
        for line in lines[1:]
        if line.count("\t") >= heading["code"]
        for code in _CODE.findall(line.split("\t")[heading["code"]].replace(".", ""))
    ]
    code_set = code_set_of(codes)
    return recognised_as(source, code_set, "conversion", "conversion table") if code_set else None


def _heading(line: str) -> dict[str, int]:
    """Which column is where. A title of a code or of a change's day is none of them."""
    places: dict[str, int] = {}
    for place, cell in enumerate(line.lower().split("\t")):
        name = next((name for said, name in _COLUMNS.items() if cell.strip().startswith(said)), None)
        if name and name not in places and "title" not in cell:
            places[name] = place
    return places


def clear(recognised: Recognised, connection: sqlite3.Connection) -> None:
    """Forget the table."""
    connection.execute("DELETE FROM conversion")


def load(source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
    """Write which code came from which."""
    rows = list(_rows(source, progress))
    connection.executemany("INSERT INTO conversion VALUES (?, ?, ?, ?, ?, ?)", rows)
    return len(rows)


def _rows(source: Source, progress: Progress) -> Iterator[tuple[int, str, str, str, str, str]]:
    heading: dict[str, int] = {}
    width = 0
    lines = source.lines(watch=lambda part: progress(source.name, part))
    for number, cells in enumerate(csv.reader(lines, delimiter="\t"), 1):
        if not heading:
            heading, width = _heading("\t".join(cells)), len(cells)
            continue
        if not any(cells):
            continue
        if len(cells) == width - 1 and "comment" in heading:  # CMS leaves an empty comment out
            cells.insert(heading["comment"], "")
        row = {name: cells[place].strip() if place < len(cells) else "" for name, place in heading.items()}
        code, previous = (_codes(row[name]) for name in ("code", "previous"))
        year = row.get("year", "")[:4]
        day = _DAY.fullmatch(row.get("day", "10.01"))
        if not (code or previous) or not year.isdecimal() or not day:
            raise BookError(
                f"{source.where}: row {number}: expected a code, a year and a day: {cells[:3]}; fetch it again"
            )
        yield number, code, previous, f"{year}-{day[1]}-{day[2]}", row.get("change", ""), row.get("comment", "")


def _codes(cell: str) -> str:
    return " ".join(_CODE.findall(cell.replace(".", "")))
