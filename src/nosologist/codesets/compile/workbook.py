"""Rows of an official workbook (xlsx), streamed, as text: a workbook is a zip and is trusted no more than one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

from nosologist.codesets.compile.source import Source, check_member, told
from nosologist.errors import BookError


def is_workbook(source: Source) -> bool:
    """True for an xlsx file, by its first bytes and the part that every workbook begins with."""
    return source.name.lower().endswith((".xlsx", ".xlsm")) and source.head(4) == b"PK\x03\x04"


def sheet_names(source: Source) -> tuple[str, ...]:
    """The names of the sheets, in order."""
    from openpyxl import load_workbook

    with told(source.where):
        book = load_workbook(_checked(source), read_only=True)
        try:
            return tuple(book.sheetnames)
        finally:
            book.close()


def workbook_rows(source: Source, sheet: str | None = None) -> Iterator[tuple[str, ...]]:
    """Each row of a sheet (the first where none is named) as text; whole numbers without a point, dates as YYYYMMDD.

    Raises:
        BookError: the file is no workbook, is damaged, or has no such sheet.
    """
    from openpyxl import load_workbook

    with told(source.where):
        book = load_workbook(_checked(source), read_only=True, data_only=True)
        try:
            if sheet is not None and sheet not in book.sheetnames:
                raise BookError(f"{source.where}: has no sheet {sheet!r}; it has {', '.join(book.sheetnames)}")
            for row in (book[sheet] if sheet else book.worksheets[0]).iter_rows(values_only=True):
                yield tuple(_text(cell) for cell in row)
        finally:
            book.close()


def _checked(source: Source) -> io.BytesIO:
    """The workbook in memory, its parts measured and free of document types."""
    with source.open() as file:
        content = io.BytesIO(file.read())
    with zipfile.ZipFile(content) as archive:
        for entry in archive.infolist():
            check_member(entry, f"{source.where} > {entry.filename}")
            if entry.filename.endswith((".xml", ".rels")):
                with archive.open(entry) as part:
                    if b"<!DOCTYPE" in part.read(4096).upper():
                        raise BookError(f"{source.where}: declares a document type; no official file does")
    content.seek(0)
    return content


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y%m%d")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
