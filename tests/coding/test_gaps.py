"""Values and dates as notes write them, and texts that nobody expects."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nosologist.codesets.library import Books
from nosologist.coding.ask import ask
from nosologist.coding.gaps.chart import chart_of, phrase
from nosologist.coding.gaps.measures import condition, meeting, values
from nosologist.coding.gaps.table import gaps
from nosologist.coding.lint import lint
from nosologist.formats.query_text import read_query
from nosologist.model.document import Document, Span
from nosologist.model.encounter import Encounter, Setting
from nosologist.notes.dates import date_in, document_date
from nosologist.pipeline import walk


def numbers(note: str, measure: str, books: Books) -> list[float]:
    record = walk(Encounter((Document("note", note),), Setting.INPATIENT), books)
    return [value.number for value in values(chart_of(record, books), measure)]


@pytest.mark.parametrize(
    ("note", "measure", "found"),
    [
        ("Na 124", "sodium", [124]),
        ("sodium of 124, K 3.1", "sodium", [124]),
        ("sodium of 124, K 3.1", "potassium", [3.1]),
        ("Cr 1.0 -> 2.6 -> 1.4", "creatinine", [1.0, 2.6, 1.4]),
        ("Hgb dropped from 12.1 to 7.4", "hemoglobin", [12.1, 7.4]),
        ("Hgb 12.1 on 3/12 fell to 7.4 on 3/14", "hemoglobin", [12.1, 7.4]),
        ("Na 121 (3/14), 127 (3/15)", "sodium", [121, 127]),
        ("CK 14,200", "ck", [14200]),
        ("LVEF 30-35%", "ef", [30]),
        ("BP 82/40", "pressure", [82]),
        ("CKD 4", "potassium", []),
        ("vitamin K 10 mg", "sodium", []),
        ("Na 1240", "sodium", []),
        ("T 39.2", "temperature", [39.2]),
        ("T 102.1", "temperature", []),
        ("T 102.1", "fahrenheit", [102.1]),
        ("no Na 124", "sodium", []),
    ],
)
def test_values(note: str, measure: str, found: list[float], books: Books) -> None:
    assert numbers(f"Labs: {note}\n", measure, books) == found


@pytest.mark.parametrize(
    ("asked", "meets"),
    [("creatinine rise 1.5", True), ("creatinine rise 3", False), ("creatinine > 2", True), ("creatinine drop 1", True),
     ("creatinine from 2 to 2", True), ("creatinine any", True), ("creatinine < 0.5", False)],
)  # fmt: skip
def test_conditions(asked: str, meets: bool, books: Books) -> None:
    record = walk(Encounter((Document("note", "Labs: Cr 1.0 -> 2.6 -> 1.4"),), Setting.INPATIENT), books)
    stated = condition(asked)
    assert stated is not None
    assert bool(meeting(chart_of(record, books), stated)) is meets


def test_the_tables_name_measures_that_exist_and_each_gap_once() -> None:
    names = [gap.name for gap in gaps()]
    assert len(names) == len(set(names)) >= 60
    for gap in gaps():
        lines = [line for group in gap.all for line in group]
        lines += [*gap.more, *gap.none, *(line for answer in gap.answers for line in answer.support)]
        for line in lines:
            looks_like_one = line.endswith(" any") or any(sign in line for sign in (" < ", " > ", " <= ", " >= "))
            assert not looks_like_one or condition(line), line
            assert condition(line) or not phrase(line).fullmatch(""), line
        assert not gap.unless_words or not phrase(gap.unless_words).fullmatch("")
        assert gap.answers or gap.yes_no
        assert gap.codes is not None or gap.all


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Na 124 (3/14)", date(2026, 3, 14)),
        ("2026-03-12: Na 124", date(2026, 3, 12)),
        ("March 9, 2026 Na 124", date(2026, 3, 9)),
        ("Na 124", date(2026, 5, 4)),
        ("BP 120/80", date(2026, 5, 4)),
        ("Na 124 on 13/45", date(2026, 5, 4)),
    ],
)
def test_dates(text: str, found: date) -> None:
    at = max(text.find("Na"), 0)
    assert date_in(text, Span(at, len(text)), Span(0, len(text)), date(2026, 5, 4)) == found


def test_the_date_of_a_document() -> None:
    assert document_date("Admission date: 3/12/2026\nHPI: cough since 3/1.") == date(2026, 3, 12)
    assert document_date("HPI: cough since 3/1/2026.") is None


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_can_be_linted_and_asked_about(books: Books, text: str) -> None:
    lint(read_query(text), books)
    record = walk(Encounter((Document("note", text),), Setting.INPATIENT), books)
    for query in ask(record, books):
        assert query.indicators
