"""Reading tables: rows from text and workbook, headings, cells."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nosologist.codesets.compile.cells import amount, count, day, procedure_code
from nosologist.codesets.compile.headings import find_heading, records, unique
from nosologist.codesets.compile.rows import first_rows, rows
from nosologist.codesets.compile.source import Source, sources
from nosologist.errors import BookError
from shelves import workbook

WANTED = {"code": r"^code$", "value": r"\bvalue"}


def source(folder: Path, content: str | bytes, name: str = "table.csv") -> Source:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return next(sources(path))


def read(given_: Source, needed: tuple[str, ...] = ("value",)) -> list[tuple[str, str]]:
    heading = find_heading(given_, WANTED)
    assert heading is not None
    return [(row["code"], row["value"]) for row in records(given_, heading, "code", procedure_code, needed=needed)]


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8), min_size=2, max_size=4)
        .filter(any)
        .map(lambda cells: ["key", *cells]),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["\t", ","]),
)
def test_rows_come_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], mark: str
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=mark, quoting=csv.QUOTE_ALL).writerows([["key", *["head"] * 9], *table])
    found = list(rows(source(tmp_path_factory.mktemp("rows"), text.getvalue())))
    assert [cells for _, cells in found][1:] == table
    assert [number for number, _ in found] == list(range(1, len(table) + 2))


def test_a_cell_may_run_over_lines_and_numbers_stay_those_of_lines(tmp_path: Path) -> None:
    found = list(rows(source(tmp_path, 'Code,"Value\nof it"\n\n99001,1\n')))
    assert found == [(1, ["Code", "Value\nof it"]), (4, ["99001", "1"])]


def test_windows_text_and_byte_order_marks_are_read(tmp_path: Path) -> None:
    assert read(source(tmp_path, "\ufeffCode,Value\n99001,1\n")) == [("99001", "1")]
    assert [cells for _, cells in rows(source(tmp_path, b"Code,caf\xe9\n"))] == [["Code", "café"]]


@pytest.mark.parametrize("content", [b"", b"\0\1\2", b"<?xml version='1.0'?><a/>", b"%PDF-1.7"])
def test_what_is_no_table_has_no_heading(tmp_path: Path, content: bytes) -> None:
    assert find_heading(source(tmp_path, content, "thing.txt"), WANTED) is None


def test_a_sentence_about_a_table_is_no_table(tmp_path: Path) -> None:
    text = "Code, value of it, and more\nThe code, and its value, as they are.\n"
    assert find_heading(source(tmp_path, text), {"code": r"\bcode\b", "value": r"\bvalue\b"}) is None


def test_headings_over_several_rows_and_titles_above_them(tmp_path: Path) -> None:
    text = "A title,,\n,The,Of\nCode,value,interest\n(five),of it,\n99001,1,x\n"
    given_ = source(tmp_path, text)
    heading = find_heading(given_, WANTED, {"of": r"^of interest$"})
    assert heading and (dict(heading.places), heading.line) == ({"code": 0, "value": 1, "of": 2}, 3)
    assert read(given_) == [("99001", "1")]


def test_notes_below_a_table_are_left_out(tmp_path: Path) -> None:
    assert read(source(tmp_path, "Code,Value\n99001,1\n,Notes:\nA note of ours,\n")) == [("99001", "1")]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("Code,Value\n99001,1\nx,2\n", "line 3: 'x' stands where a code"),
        ("Code,Value\n99001,1\n,2\n99002,3\n", "line 3: '' stands where a code"),
        ("Code,Value\n99001\n", "line 2: has 1 columns, 2 are needed"),
        ("Code,Value\nABC,1\n", "no row under the heading on line 1"),
        ('Code,Value\n99001,1\n99002,"' + "x" * 200_000, "line 3: cannot be read as a table"),
    ],
)
def test_a_bad_row_is_told_by_its_line(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(BookError, match=told):
        read(source(tmp_path, content))


def test_a_repeated_row_is_left_out_and_a_contradiction_is_told(tmp_path: Path) -> None:
    def once(content: str) -> list[str]:
        given_ = source(tmp_path, content)
        first_rows.cache_clear()
        heading = find_heading(given_, WANTED)
        assert heading
        return [row["value"] for row in unique(records(given_, heading, "code", procedure_code), ["code"])]

    assert once("Code,Value\n99001,1\n99001,1\n") == ["1"]
    with pytest.raises(BookError, match=r"line 3: 99001 was listed before .line 2. with other values"):
        once("Code,Value\n99001,1\n99001,2\n")


def test_a_workbook_is_read_as_text(tmp_path: Path) -> None:
    content = workbook([["Title"], ["Code", "Value"], [123, 0.07], ["0001T", 20260101], [], ["Q9001", "1e"]])
    assert read(source(tmp_path, content, "book.xlsx")) == [("123", "0.07"), ("0001T", "20260101"), ("Q9001", "1e")]


@given(st.dates(date(1954, 10, 4), date(2118, 12, 31)))
def test_a_day_is_read_in_every_form(on: date) -> None:
    serial = str((on - date(1899, 12, 30)).days)
    forms = (f"{on:%Y%m%d}", on.isoformat(), f"{on.month}/{on.day}/{on.year}", f"{on:%m/%d/%Y}", f"{on:%Y%j}", serial)
    assert {day(form, "here") for form in forms} == {on}


@pytest.mark.parametrize("text", ["2026-13-01", "20260230", "2025366", "13/1/2026", "soon", "0"])
def test_a_day_that_no_calendar_has_is_told(text: str) -> None:
    with pytest.raises(BookError, match=r"here: .* is no day"):
        day(text, "here")


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_an_amount_is_exact(value: Decimal) -> None:
    for text in (f"{value}", f"${value:,f}", f" {value:f} "):
        assert Decimal(amount(text, "here") or "none") == value


@pytest.mark.parametrize("text", ["", ".", "NA", " "])
def test_no_amount_is_none(text: str) -> None:
    assert amount(text, "here") is None


@pytest.mark.parametrize("text", ["x", "1.2.3", "NaN", "Infinity"])
def test_what_is_no_number_is_told(text: str) -> None:
    with pytest.raises(BookError, match=r"here: .* is no number"):
        amount(text, "here")
    with pytest.raises(BookError, match=r"here: .* is no whole number"):
        count(text, "here")


def test_codes_are_canonical() -> None:
    assert [procedure_code(cell) for cell in (" q9001", "0001t", "123", "99001", "A", "123456", "9900 1", "")] == [
        "Q9001",
        "0001T",
        "00123",
        "99001",
        None,
        None,
        None,
        None,
    ]
