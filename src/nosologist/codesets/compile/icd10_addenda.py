"""Addenda of the code lists and order files: ``Add:``, ``Delete:``, ``Revise from:``, ``Revise to:``, then code and titles."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from itertools import takewhile
from typing import Final

from nosologist.codesets.compile.icd10_codes import code_set_of, recognised_as
from nosologist.codesets.compile.official import Progress, Recognised
from nosologist.codesets.compile.source import Source
from nosologist.errors import BookError

SCHEMA: Final = "code_list.sql"
_LINE = re.compile(r"(Add|Delete|Revise from|Revise to|No Change): {1,10}(?:([01]) )?([0-9A-Z]{3,7}) {1,5}(\S.*)")
_SUMMARY = ("Headers", "Codes")  # the end of the file counts both
_SHORT = 60  # width of the short title in an order file's addenda


def recognise(source: Source) -> Recognised | None:
    """Every one of the first lines begins with what is done to a code."""
    lines = list(takewhile(lambda line: line.strip() not in _SUMMARY, source.head_lines(20)))
    lines = [line for line in lines if line.strip()]
    found = [_LINE.fullmatch(line.rstrip()) for line in lines]
    rows = [match for match in found if match]
    if not rows or len(rows) < len(lines):
        return None
    code_set = code_set_of(match[3] for match in rows)
    kind = "order_addenda" if all(_has_short(match[4]) for match in rows) else "codes_addenda"
    return recognised_as(source, code_set, kind, kind.replace("_", " ")) if code_set else None


def _has_short(titles: str) -> bool:
    """True where a short title of 60 characters stands before the long one."""
    return (
        len(titles) > _SHORT + 1
        and titles[_SHORT] == " "
        and titles[_SHORT + 1] != " "
        and (titles[_SHORT - 2 : _SHORT] == "  " or titles[:_SHORT].rstrip()[:4] == titles[_SHORT + 1 :][:4])
    )


def clear(recognised: Recognised, connection: sqlite3.Connection) -> None:
    """Forget these addenda."""
    connection.execute("DELETE FROM addendum WHERE document = ?", (recognised.document,))


def load(source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
    """Write what is added, deleted and revised.

    Raises:
        BookError: a line of another form.
    """
    rows: list[tuple[str, int, str, str, str]] = []
    counts: Counter[tuple[str, str]] = Counter()
    summary = ""
    for number, line in enumerate(source.lines(), 1):
        found = None if summary else _LINE.fullmatch(line.rstrip())
        if found:
            action = found[1].lower()
            header = found[2] == "0" or (recognised.code_set == "icd10pcs" and len(found[3]) < 7)
            counts["Headers" if header else "Codes", action] += 1
            title = found[4][_SHORT + 1 :] if recognised.document.endswith("order_addenda") else found[4]
            rows.append((recognised.document, number, action, found[3], " ".join(title.split())))
        elif rows and line.strip() in _SUMMARY:
            summary = line.strip()
        elif summary:
            _check_count(line, summary, counts, source)
        elif line.strip():
            raise BookError(f"{source.where}: line {number}: not the form of addenda: {line[:60]!r}; fetch it again")
    connection.executemany("INSERT INTO addendum VALUES (?, ?, ?, ?, ?)", rows)
    return len(rows)


def _check_count(line: str, summary: str, counts: Counter[tuple[str, str]], source: Source) -> None:
    """The addenda end with how many headers and codes they add and delete."""
    said = re.fullmatch(r"\s+([0-9]+) (addition|deletion)s", line.rstrip())
    if said and counts[summary, "add" if said[2] == "addition" else "delete"] != int(said[1]):
        raise BookError(f"{source.where}: says {line.strip()} of {summary.lower()}, and has others; fetch it again")
