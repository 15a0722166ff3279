"""Claims as a workbook: sheets of claims, lines, diagnoses and procedures. Texts are written as texts, never as formulas."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO

from nosologist.errors import UnwritableClaimError, UsageError
from nosologist.formats.claims_out import Asked
from nosologist.formats.claims_out.tables import CLAIMS, DIAGNOSES, LINES, PROCEDURES, Cell, Row, Table, each
from nosologist.model.claim import Claim

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_TABLES = (CLAIMS, LINES, DIAGNOSES, PROCEDURES)
_MONEY = frozenset({"charge", "noncovered", "total", "patient_paid"})
_WIDE = {"title": 48, "evidence": 48, "path": 40, "overrides": 40, "address": 32, "payer": 20, "billing": 24}
_MOST_ROWS, _MOST_CHARACTERS = 1_048_576, 32_767  # of a sheet and of a cell


def write(claims: Iterable[Claim], file: BinaryIO, asked: Asked) -> None:
    """Write claims; rows go to disk as they come.

    Raises:
        UnwritableClaimError: a claim has no billing facts, or they are more than a sheet holds.
        UsageError: xlsxwriter is not installed.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError as error:
        raise UsageError(
            "xlsx: xlsxwriter is not installed; install it with: pip install 'nosologist[claims]'"
        ) from error
    plain = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = Workbook(file, plain)
    try:
        book.set_properties({"title": "Claims", "created": asked.created})
        sheets = {table.name: _Sheet(book, table) for table in _TABLES}
        for table, rows in each(claims, asked, _TABLES):
            for row in rows:
                sheets[table.name].add(row)
        for sheet in sheets.values():
            sheet.end()
    finally:
        book.close()


class _Sheet:
    """A sheet that rows are added to."""

    def __init__(self, book: Workbook, table: Table) -> None:
        self._sheet: Any = book.add_worksheet(table.name)
        self._columns = table.columns
        self._count = 1
        self._day: Any = book.add_format({"num_format": "yyyy-mm-dd"})
        self._money: Any = book.add_format({"num_format": "#,##0.00"})
        bold = book.add_format({"bold": True, "bottom": 1})
        self._sheet.freeze_panes(1, 0)
        for at, name in enumerate(table.columns):
            self._sheet.set_column(at, at, _WIDE.get(name, max(11, len(name) + 2)))
        for at, name in enumerate(table.columns):
            self._sheet.write_string(0, at, name, bold)

    def add(self, row: Row) -> None:
        """Write a row."""
        if self._count >= _MOST_ROWS:
            raise UnwritableClaimError(
                f"is row {self._count + 1:,} of its sheet; a workbook takes {_MOST_ROWS:,}: use csv"
            )
        for at, cell in enumerate(row):
            self._put(at, cell)
        self._count += 1

    def _put(self, at: int, cell: Cell) -> None:
        if isinstance(cell, Decimal):
            money = self._money if self._columns[at] in _MONEY else None
            self._sheet.write_number(self._count, at, float(cell), money)
        elif isinstance(cell, date):
            self._sheet.write_datetime(self._count, at, cell, self._day)
        elif cell is not None:
            if len(cell) > _MOST_CHARACTERS:
                raise UnwritableClaimError(
                    f"{self._columns[at]}: {len(cell):,} characters; a cell takes {_MOST_CHARACTERS:,}"
                )
            self._sheet.write_string(self._count, at, cell.encode("utf-8", "replace").decode("utf-8"))

    def end(self) -> None:
        """Let the reader filter what is there."""
        self._sheet.autofilter(0, 0, self._count - 1, len(self._columns) - 1)
