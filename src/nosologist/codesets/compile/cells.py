"""What stands in one cell of an official table: a code, a day, an amount. The errors name the file and the line."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from nosologist.errors import BookError

_PROCEDURE = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]")
_SERIAL = re.compile(r"[2-7][0-9]{4}")  # Excel's number of a day, 1954 to 2118
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_EXCEL_EPOCH = date(1899, 12, 30)


def procedure_code(cell: str) -> str | None:
    """A CPT or HCPCS Level II code, canonical; None where the cell holds something else.

    A spreadsheet drops the zeros before a number; a code always has five characters, so they are put back.
    """
    code = cell.strip().upper()
    if code.isdecimal() and len(code) < 5:
        code = code.zfill(5)
    return code if _PROCEDURE.fullmatch(code) else None


def day(cell: str, where: str) -> date | None:
    """A day as CMS writes it: 20250101, 2025-01-01, 1/1/2025, 2025001 (day of the year) or Excel's number; None for "" and ``*``.

    Raises:
        BookError: something else, or a day that no calendar has.
    """
    text = cell.strip()
    if text in ("", "*"):
        return None
    try:
        if len(text) == 8 and text.isdecimal():
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        if len(text) == 7 and text.isdecimal():
            return _day_of_year(int(text[:4]), int(text[4:]))
        if found := _SLASHED.fullmatch(text):
            return date(int(found[3]), int(found[1]), int(found[2]))
        if _SERIAL.fullmatch(text):
            return _EXCEL_EPOCH + timedelta(days=int(text))
        return date.fromisoformat(text)
    except ValueError as error:
        raise BookError(f"{where}: {text!r} is no day; expected YYYYMMDD") from error


def _day_of_year(year: int, number: int) -> date:
    found = date(year, 1, 1) + timedelta(days=number - 1)
    if found.year != year:
        raise ValueError(f"{year} has no day {number}")
    return found


def iso(cell: str, where: str) -> str | None:
    """A day as ISO text, or None."""
    found = day(cell, where)
    return found.isoformat() if found else None


def amount(cell: str, where: str) -> str | None:
    """An amount or weight as exact decimal text without currency sign or grouping; None where the file gives none.

    Raises:
        BookError: something that is no number.
    """
    text = cell.strip().replace("$", "").replace(",", "").strip()
    if text in ("", ".", "NA", "N/A", "--"):
        return None
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise BookError(f"{where}: {cell.strip()!r} is no number") from error
    if not value.is_finite():
        raise BookError(f"{where}: {cell.strip()!r} is no number")
    return f"{value:f}"


def count(cell: str, where: str) -> int:
    """A whole number that is not negative.

    Raises:
        BookError: something else.
    """
    text = cell.strip()
    if not text.isdecimal():
        raise BookError(f"{where}: {text!r} is no whole number")
    return int(text)
