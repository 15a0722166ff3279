"""A shelf of made-up official files, added by the real ``add``."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from nosologist.codesets.compile.add import Added, add
from nosologist.codesets.shelf import Shelf


def shelf_with(folder: Path, files: dict[str, str | bytes], effective: date | None = None) -> Shelf:
    """Write files, add each, and return the shelf."""
    shelf = Shelf(folder / "books")
    for name, content in files.items():
        added(folder, shelf, name, content, effective)
    return shelf


def added(folder: Path, shelf: Shelf, name: str, content: str | bytes, effective: date | None = None) -> Added:
    """Write one file and add it."""
    path = folder / "files" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return add([path], shelf, lambda _what, _part: None, effective)


def workbook(rows: Sequence[Sequence[str | int | float]]) -> bytes:
    """An xlsx file with one sheet."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
