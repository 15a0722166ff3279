"""Cells that a spreadsheet opens as text: nothing in them is run as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

_FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
)  # some programs take wide signs for narrow ones
_QUOTE = "'"
_AMOUNT = re.compile(r"-\d+(?:\.\d+)?")


def guarded(text: str) -> str:
    """A text with an apostrophe before it where a spreadsheet would run it; ``unguarded`` gives the text back."""
    runs = text.lstrip(" \xa0").startswith(_FORMULA)
    return f"{_QUOTE}{text}" if runs or text.startswith(_QUOTE) else text


def unguarded(cell: str) -> str:
    """The text of a cell that ``guarded`` made."""
    return cell.removeprefix(_QUOTE)


def csv_line(cells: Iterable[str]) -> str:
    """One line of CSV, cells as they are."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(list(cells))  # so that a lone carriage return is quoted too
    return out.getvalue()[:-2] + "\n"


def safe_line(cells: Iterable[str]) -> str:
    """One line of CSV, every cell guarded; a negative amount is no formula."""
    return csv_line(cell if _AMOUNT.fullmatch(cell) else guarded(cell) for cell in cells)
