"""Order files of ICD-10-CM (CDC) and ICD-10-PCS (CMS), fixed width: number, code, 1 valid or 0 header, short and long title."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from typing import Final

from nosologist.codesets.compile.icd10_codes import code_set_of, recognised_as
from nosologist.codesets.compile.official import Progress, Recognised
from nosologist.codesets.compile.source import Source
from nosologist.errors import BookError

SCHEMA: Final = "code_list.sql"
_LINE = re.compile(r"([0-9]{5}) ([0-9A-Z]{3,7}) {1,5}([01]) (.{60}) (\S.*)")

OrderRow = tuple[int, str, int, str, str]  # number, code, valid, short, title


def recognise(source: Source) -> Recognised | None:
    """Every one of the first lines has the form; the valid codes tell which of the two books it is."""
    lines = [line for line in source.head_lines(20) if line]
    found = [_LINE.fullmatch(line.rstrip()) for line in lines]
    rows = [match for match in found if match]
    if not rows or len(rows) < len(lines):
        return None
    code_set = code_set_of(match[2] for match in rows if match[3] == "1") or code_set_of(match[2] for match in rows)
    return recognised_as(source, code_set, "order", "order file") if code_set else None


def clear(recognised: Recognised, connection: sqlite3.Connection) -> None:
    """Forget the order file."""
    connection.execute("DELETE FROM ordered")


def load(source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
    """Write headers and codes."""
    rows = list(read_order(source, progress))
    numbers: dict[str, int] = {}
    for number, code, *_ in rows:
        if code in numbers:
            raise BookError(
                f"{source.where}: code {code} stands twice (numbers {numbers[code]} and {number}); fetch the file again"
            )
        numbers[code] = number
    connection.executemany("INSERT INTO ordered VALUES (?, ?, ?, ?, ?)", rows)
    return len(rows)


def read_order(source: Source, progress: Progress) -> Iterator[OrderRow]:
    """Each line of the file.

    Raises:
        BookError: a line of another form, or a number out of turn (the file lost lines).
    """
    due = 1
    for number, line in enumerate(source.lines(watch=lambda part: progress(source.name, part)), 1):
        if not line.strip():
            continue
        found = _LINE.fullmatch(line.rstrip())
        if found is None:
            raise BookError(
                f"{source.where}: line {number}: not the form of an order file: {line[:60]!r}; fetch it again"
            )
        if int(found[1]) != due:
            raise BookError(f"{source.where}: line {number}: number {found[1]} where {due:05} is due; fetch it again")
        due += 1
        yield int(found[1]), found[2], int(found[3]), found[4].rstrip(), " ".join(found[5].split())
