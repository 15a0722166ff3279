"""The first sheet of an Excel workbook, row by row.

The library calamine reads it (quick, and it survives damaged files); what comes from outside is measured first, as any zip.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from nosologist.codesets.compile.source import Source, Watch, check_member, told
from nosologist.errors import BookError

Cell = int | float | str | bool | date | datetime | time | timedelta
_EVERY = 10_000  # rows between two looks at how far the reading is


def is_workbook(source: Source) -> bool:
    """True for an xlsx file: a zip that calls itself one."""
    return source.name.lower().endswith((".xlsx", ".xlsm")) and source.head(4) == b"PK\x03\x04"


def workbook_rows(source: Source, watch: Watch | None = None) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet with their numbers, every cell as text, empty cells as "".

    Raises:
        BookError: not a workbook, damaged, or larger than an official file can be.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    with source.open() as file:
        content = file.read()
    with told(source.where), zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            check_member(entry, f"{source.where} > {entry.filename}")
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        for number, cells in enumerate(sheet.iter_rows(), 1):
            if watch and number % _EVERY == 0:
                watch(number / sheet.total_height)
            yield number, [_shown(cell) for cell in cells]
    except (CalamineError, IndexError, ValueError, OSError) as error:
        raise BookError(f"{source.where}: not a workbook that can be read ({error}); fetch or save it again") from error


def _shown(cell: Cell) -> str:
    """A cell as Excel shows it: 0.07 is stored as 7.0000000000000007E-2."""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell if isinstance(cell, str) else str(cell)
