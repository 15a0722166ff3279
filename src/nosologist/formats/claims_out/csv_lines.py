"""Claims as CSV, one row a billed line. No cell is a formula: see ``spreadsheet``."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from nosologist.formats.claims_out import Asked
from nosologist.formats.claims_out.tables import LINES, Row, each, printed
from nosologist.formats.spreadsheet import csv_line, guarded
from nosologist.model.claim import Claim


def write(claims: Iterable[Claim], file: BinaryIO, asked: Asked) -> None:
    """Write the lines of claims.

    Raises:
        UnwritableClaimError: a claim has no billing facts.
    """
    write_rows(LINES.columns, (row for _, rows in each(claims, asked, (LINES,)) for row in rows), file)


def write_rows(columns: tuple[str, ...], rows: Iterator[Row], file: BinaryIO) -> None:
    """Write a table, its heading first; UTF-8 with the mark by which spreadsheets know it."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="\n")
    try:
        text.write(csv_line(columns))
        for row in rows:
            text.write(_line(row))
        text.flush()
    finally:
        text.detach()


def _line(row: Row) -> str:
    return csv_line(guarded(cell) if isinstance(cell, str) else printed(cell) for cell in row)
