"""A shelf of made-up official files, added by the real ``add``."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

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
    """An xlsx file with one sheet: texts shared, numbers as numbers, empty cells and rows left out."""
    texts: dict[str, int] = {}
    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for column, value in enumerate(row):
            place = f"{chr(65 + column % 26) if column < 26 else 'A' + chr(65 + column - 26)}{number}"
            if isinstance(value, str) and value:
                cells.append(f'<c r="{place}" t="s"><v>{texts.setdefault(value, len(texts))}</v></c>')
            elif value != "":
                cells.append(f'<c r="{place}"><v>{value!r}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>' if cells else "")
    shared = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    return workbook_of({"xl/sharedStrings.xml": f"<sst {_MAIN}>{shared}</sst>"}, "".join(lines))


_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook_of(parts: dict[str, str], rows: str) -> bytes:
    """An xlsx file from the XML of its rows, with other parts added or replaced."""
    sheets = '<sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets>'
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    written = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{types}sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}worksheet+xml"/></Types>'
        ),
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}">{sheets}</workbook>',
        "xl/_rels/workbook.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": f"<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>",
        **parts,
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in written.items():
            archive.writestr(name, part)
    return content.getvalue()
