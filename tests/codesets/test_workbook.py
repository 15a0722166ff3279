"""Workbooks: what a cell shows; damaged and hostile files."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from nosologist.codesets.compile.source import Source, sources
from nosologist.codesets.compile.workbook import is_workbook, workbook_rows
from nosologist.errors import BookError
from shelves import workbook, workbook_of


def source(folder: Path, content: bytes) -> Source:
    path = folder / "book.xlsx"
    path.write_bytes(content)
    return next(sources(path))


def test_cells_show_what_excel_shows(tmp_path: Path) -> None:
    rows = (
        '<row r="2"><c r="B2" t="inlineStr"><is><t>in</t><t>line</t></is></c><c r="AA2" t="str"><f>1+1</f><v>two</v></c></row>'
        '<row><c><v>7.0000000000000007E-2</v></c><c><v>99213</v></c><c t="b"><v>1</v></c><c s="3"/></row>'
    )
    found = list(workbook_rows(source(tmp_path, workbook_of({}, rows))))
    assert found[1] == (2, ["", "inline", *[""] * 24, "two"])
    assert found[2] == (3, ["0.07", "99213", "1", *[""] * 24])


def test_shared_texts_may_be_in_pieces_and_how_they_are_spoken_is_left_out(tmp_path: Path) -> None:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    shared = f"<sst {main}><si><r><t xml:space='preserve'>one &amp; </t></r><r><t>two</t></r><rPh><t>said</t></rPh></si></sst>"
    content = workbook_of({"xl/sharedStrings.xml": shared}, '<row r="1"><c t="s"><v>0</v></c></row>')
    assert list(workbook_rows(source(tmp_path, content))) == [(1, ["one & two"])]


@pytest.mark.parametrize(
    ("parts", "rows", "told"),
    [
        ({"xl/workbook.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}, "", "not a workbook"),
        ({"xl/sharedStrings.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}, "", "not a workbook"),
        ({"xl/workbook.xml": "<workbook"}, "", "not a workbook"),
        ({}, '<row r="1"><c t="s"><v>3</v></c></row>', "not found in shared strings"),
        ({}, '<row r="x"/>', "not a workbook"),
        ({}, f'<row r="1"><c t="inlineStr"><is><t>{"0" * 40_000_000}</t></is></c></row>', "refused as a zip bomb"),
    ],
)
def test_a_damaged_or_hostile_workbook_is_refused(tmp_path: Path, parts: dict[str, str], rows: str, told: str) -> None:
    with pytest.raises(BookError, match=told):
        list(workbook_rows(source(tmp_path, workbook_of(parts, rows))))


def test_whatever_is_changed_in_a_workbook_is_read_or_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(BytesIO(workbook([["Code", "Value"], ["Q9001", 1.5], ["Q9002", 2]]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(4)
    refused = 0
    for _ in range(300):
        name = chance.choice(sorted(parts))
        part = bytearray(parts[name])
        at = chance.randrange(len(part))
        part[at : at + chance.choice([0, 1, 9])] = chance.choice([b"", b"<", b">", b'"', b"9999", b"\0", b"\xff"])
        content = BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            for other, whole in parts.items():
                archive.writestr(other, bytes(part) if other == name else whole)
        try:
            list(workbook_rows(source(tmp_path, content.getvalue())))
        except BookError:
            refused += 1
    assert 100 < refused < 300


def test_a_workbook_is_told_by_content_and_name(tmp_path: Path) -> None:
    assert is_workbook(source(tmp_path, workbook([["x"]])))
    assert not is_workbook(source(tmp_path, b"text"))
