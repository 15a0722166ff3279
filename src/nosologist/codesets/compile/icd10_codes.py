"""Code lists of ICD-10-CM (CDC) and ICD-10-PCS (CMS): the code in seven characters, a blank, the long title."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final

from nosologist.codesets.compile.effective import fiscal_end, fiscal_start, fiscal_year
from nosologist.codesets.compile.official import Progress, Recognised, release_id
from nosologist.codesets.compile.source import Source
from nosologist.errors import BookError

SCHEMA: Final = "code_list.sql"
CM_CODE = re.compile(r"[A-Z][0-9A-Z][0-9A-Z]{1,5}")
PCS_CODE = re.compile(r"[0-9B-DF-HX][0-9A-HJ-NP-Z]{6}")
_LINE = re.compile(r"([0-9A-Z]{3,7}) {1,5}(\S.*)")


def recognise(source: Source) -> Recognised | None:
    """Every one of the first lines is a code and a title."""
    lines = source.head_lines(20)
    if not lines or not all(len(line) > 8 and line[7] == " " and _LINE.fullmatch(line) for line in lines if line):
        return None
    code_set = code_set_of(line[:7].rstrip() for line in lines if line)
    return recognised_as(source, code_set, "codes", "codes") if code_set else None


def code_set_of(codes: Iterable[str]) -> str | None:
    """``icd10pcs`` where every code is one of its seven-character codes, ``icd10cm`` where all have its form, else None."""
    given = list(codes)
    if given and all(PCS_CODE.fullmatch(code) for code in given):
        return "icd10pcs"
    return "icd10cm" if given and all(CM_CODE.fullmatch(code) for code in given) else None


def recognised_as(source: Source, code_set: str, document: str, title: str, year: int | None = None) -> Recognised:
    """A document of an ICD-10 release, dated by its content (``year``: fiscal year), its name or the user."""
    first = fiscal_start(source, year)
    book = "ICD-10-PCS" if code_set == "icd10pcs" else "ICD-10-CM"
    april = ", April update" if first.month == 4 else ""
    return Recognised(
        document=f"{code_set}_{document}",
        code_set=code_set,
        release_id=release_id(code_set, first),
        effective_from=first,
        effective_to=fiscal_end(first),
        title=f"{book} {title}, FY{fiscal_year(first)}{april}",
    )


def clear(recognised: Recognised, connection: sqlite3.Connection) -> None:
    """Forget the list."""
    connection.execute("DELETE FROM listed")


def load(source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
    """Write the codes."""
    rows = sorted(once(read_codes(source, progress), source))
    connection.executemany("INSERT INTO listed VALUES (?, ?)", rows)
    return len(rows)


def read_codes(source: Source, progress: Progress) -> Iterator[tuple[str, str]]:
    """Each code with its title.

    Raises:
        BookError: a line of another form.
    """
    lines = source.lines(watch=lambda part: progress(source.name, part))
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        found = _LINE.fullmatch(line.rstrip())
        if found is None or line[7:8] != " ":
            raise BookError(
                f"{source.where}: line {number}: expected a code and a title: {line[:60]!r}; fetch it again"
            )
        yield found[1], " ".join(found[2].split())


def once(rows: Iterable[tuple[str, str]], source: Source) -> Iterator[tuple[str, str]]:
    """Pass rows on, each code once.

    Raises:
        BookError: a code stands twice.
    """
    seen: set[str] = set()
    for code, title in rows:
        if code in seen:
            raise BookError(f"{source.where}: code {code} stands twice; fetch the file again")
        seen.add(code)
        yield code, title
