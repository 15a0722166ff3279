"""Cells of tables that span rows: what they say holds for each row, in every kind of file that has tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chart_files import ccda, docx, paragraph, section, zipped
from nosologist.formats.ccda import read_ccda
from nosologist.formats.docx import docx_text
from nosologist.formats.html import html_text
from nosologist.formats.odt import odt_text
from nosologist.formats.rtf import rtf_text
from nosologist.formats.xml import parse


@dataclass(frozen=True)
class Cell:
    """A place of a table: what stands there, and for how many rows from here; none where a cell from above goes on."""

    text: str
    rows: int


Grid = list[list[Cell]]
NO = Cell("No", 0)
ANSWERED: Grid = [[Cell("Asthma", 1), Cell("No", 2)], [Cell("COPD", 1), NO], [Cell("Gout", 1), Cell("Yes", 1)]]


def _html(grid: Grid) -> str:
    return html_text(_markup(grid), "note")


def _markup(grid: Grid) -> str:
    rows = ("".join(f'<td rowspan="{cell.rows}">{cell.text}</td>' for cell in row if cell.rows) for row in grid)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _narrative(grid: Grid) -> str:
    root = parse(ccda(section("11450-4", "Problems", _markup(grid))), "note")
    (document,) = read_ccda(root, "note", lambda *_: pytest.fail("it carries no file")).documents
    return document.text.partition("\n")[2]


def _word(grid: Grid) -> str:
    def cell(place: Cell) -> str:
        merged = "<w:vMerge/>" if not place.rows else '<w:vMerge w:val="restart"/>' if place.rows > 1 else ""
        return f"<w:tc><w:tcPr>{merged}</w:tcPr>{paragraph(place.text) if place.rows else '<w:p/>'}</w:tc>"

    rows = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in grid)
    return docx_text(docx(f"<w:tbl>{rows}</w:tbl>"), "note")


def _open_document(grid: Grid) -> str:
    def cell(place: Cell) -> str:
        if not place.rows:
            return "<table:covered-table-cell/>"
        spanned = f'table:number-rows-spanned="{place.rows}"'
        return f"<table:table-cell {spanned}><text:p>{place.text}</text:p></table:table-cell>"

    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in grid)
    body = f"<office:body><office:text><table:table>{rows}</table:table></office:text></office:body>"
    names = 'xmlns:office="o" xmlns:table="t" xmlns:text="x"'
    content = f"<office:document-content {names}>{body}</office:document-content>"
    return odt_text(zipped({"content.xml": content.encode()}), "note")


def _rtf(grid: Grid) -> str:
    def row(places: list[Cell]) -> str:
        marks = ("" if place.rows == 1 else r"\clvmgf" if place.rows else r"\clvmrg" for place in places)
        cells = "".join(f"\\intbl {place.text if place.rows else ''}\\cell" for place in places)
        widths = "".join(f"{mark}\\cellx{at}000" for at, mark in enumerate(marks, 1))
        return f"\\trowd{widths}\\pard{cells}\\row"

    source = f"{{\\rtf1\\ansi{''.join(map(row, grid))}\\pard\\par}}"
    return rtf_text(source.encode("ascii"), "note")


Reader = Callable[[Grid], str]
READERS = pytest.mark.parametrize("read", [_html, _narrative, _word, _open_document, _rtf])


@READERS
def test_an_answer_beside_two_rows_answers_both(read: Reader) -> None:
    assert read(ANSWERED) == "Asthma | No\nCOPD | No\nGout | Yes"


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """A table of whole columns, each cut into cells that stand in some rows."""
    height = draw(st.integers(1, 5))
    columns: list[list[Cell]] = []
    for _ in range(draw(st.integers(1, 4))):
        column: list[Cell] = []
        while len(column) < height:
            rows = draw(st.integers(1, height - len(column)))
            text = draw(st.from_regex(r"[a-z]{1,8}", fullmatch=True))
            column += [Cell(text, rows), *[Cell(text, 0)] * (rows - 1)]
        columns.append(column)
    return [list(row) for row in zip(*columns, strict=True)]


@READERS
@given(grids())
def test_each_row_says_what_stands_in_it(read: Reader, grid: Grid) -> None:
    shown = [row for row in grid if any(cell.rows for cell in row)]  # a row without a cell of its own is none
    lines = [line for line in read(grid).splitlines() if line]
    assert lines == [" | ".join(cell.text for cell in row) for row in shown]


def test_a_paragraph_beside_several_rows_stands_once() -> None:
    long = "Patient tells of pain in the left knee for three weeks, worse on stairs, without a fall or an injury."
    assert _html([[Cell("Knee", 1), Cell(long, 2)], [Cell("Hip", 1), NO]]) == f"Knee | {long}\nHip"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<table><tr><td rowspan=0>A<td>b<tr><td>c<tr><td>d</table>", "A | b\nA | c\nA | d"),
        ("<table><tr><td colspan=2 rowspan=2>A<td>b<tr><td>c</table>", "A | b\nA | c"),
        ("<table><tr><td rowspan=2>A<td>b</table><table><tr><td>c<td>d</table>", "A | b\n\nc | d"),
        ("<table><tr><td rowspan=x colspan=-1>A<td>b<tr><td>c</table>", "A | b\nc"),
        ("<table><tr><td rowspan=2>a<table><tr><td rowspan=2>b<td>c<tr><td>d</table></table>", "a\nb | c\nb | d"),
    ],
)
def test_spans_of_html(markup: str, text: str) -> None:
    assert html_text(markup, "note") == text


def test_a_table_made_to_swell_does_not() -> None:
    cells = "".join(f"<td rowspan=60000>{'x' * 79}" for _ in range(200))
    assert len(html_text(f"<table><tr>{cells}{'<tr><td>y' * 5_000}</table>", "note")) < 200_000
