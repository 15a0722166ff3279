"""Tables to take along, as CSV or as a workbook; nothing in a cell is run as a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from django.http import HttpResponse, StreamingHttpResponse

from nosologist.formats.spreadsheet import safe_line

Cell = str | int | float | None
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PLAIN = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def table(form: str, name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A table as a file: ``form`` is ``xlsx``, else it is CSV."""
    if form == "xlsx":
        return _attached(HttpResponse(_workbook(name, columns, rows), content_type=_XLSX), f"{name}.xlsx")
    lines = (safe_line("" if cell is None else str(cell) for cell in row) for row in (columns, *rows))
    return _attached(StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8"), f"{name}.csv")


def _attached(answer: HttpResponse, name: str) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _workbook(name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, _PLAIN)
    book.set_properties({"title": name, "created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    sheet, bold = book.add_worksheet(name[:31]), book.add_format({"bold": True, "bottom": 1})
    sheet.freeze_panes(1, 0)
    for at, title in enumerate(columns):
        sheet.set_column(at, at, max(11, len(title) + 2))
        sheet.write_string(0, at, title, bold)
    for number, row in enumerate(rows, 1):
        for at, cell in enumerate(row):
            if isinstance(cell, (int, float)):
                sheet.write_number(number, at, cell)
            elif cell:
                sheet.write_string(number, at, cell)
    book.close()
    return out.getvalue()
