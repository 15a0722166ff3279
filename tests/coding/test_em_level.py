"""The level of a visit: the golden case, the codes by date and the counting."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import CodeNote
from nosologist.codesets.library import Books
from nosologist.coding.em_elements import data_element, risk_element, unique_tests
from nosologist.coding.em_level import em_level, visits
from nosologist.coding.tables import read_patterns, table_lines
from nosologist.errors import UsageError
from nosologist.model.document import Span
from nosologist.model.em import EmFact, EmFactKind, EmGrade, EmSetting, EmVisit

GOLDEN = "Assessment and Plan:\n1. Hypertension, well controlled. Continue lisinopril 10 mg daily.\n"


def test_golden_an_established_patient_with_low_decision_making(code_note: CodeNote) -> None:
    level = em_level(code_note(GOLDEN), EmSetting.OFFICE, EmVisit.ESTABLISHED)
    assert level.code == "99213"
    assert level.reasons == (
        "decision making is low, reached by two of three: problems low, data straightforward, risk moderate",
    )
    assert level.problems.reasons == ("Essential (primary) hypertension: a chronic problem, stated stable",)
    assert level.risk.reasons == ("prescription drug management: lisinopril",)
    assert [problem.spans[0].quote(GOLDEN) for problem in level.addressed] == ["Hypertension"]


def test_gaps_tell_what_the_note_lacks_and_advise_nothing(code_note: CodeNote) -> None:
    level = em_level(code_note(GOLDEN), EmSetting.OFFICE, EmVisit.ESTABLISHED)
    assert level.gaps
    text = " ".join(level.gaps).lower()
    assert not [word for word in ("should", "add ", "please", "document the", "to reach", "would") if word in text]


@pytest.mark.parametrize(
    ("day", "minutes", "code"),
    [("2023-06-01", 45, "99306"), ("2024-06-01", 45, "99305"), ("2024-06-01", 50, "99306")],
)
def test_minutes_go_by_the_date(code_note: CodeNote, day: str, minutes: int, code: str) -> None:
    note = f"{GOLDEN}Total time today: {minutes} minutes.\n"
    coded = code_note(note, date=date.fromisoformat(day))
    assert em_level(coded, EmSetting.NURSING, EmVisit.INITIAL).code == code


def test_a_date_before_the_rules_is_refused(code_note: CodeNote) -> None:
    coded = code_note(GOLDEN, date=date(2022, 12, 31))
    assert em_level(coded, EmSetting.OFFICE, EmVisit.ESTABLISHED).code == "99213"
    with pytest.raises(UsageError, match="known from 2023-01-01 on"):
        em_level(coded, EmSetting.ED, EmVisit.ANY)


def test_a_visit_that_a_setting_does_not_know_is_refused(code_note: CodeNote) -> None:
    with pytest.raises(UsageError, match="give one of: new, established"):
        em_level(code_note(GOLDEN), EmSetting.OFFICE, EmVisit.DISCHARGE)


@pytest.mark.parametrize("setting", list(EmSetting))
@pytest.mark.parametrize("minutes", [1, 9, 25, 31, 44, 60, 90, 200])
def test_more_minutes_never_lower_the_code(code_note: CodeNote, setting: EmSetting, minutes: int) -> None:
    """Codes of one family rise with the minutes; the ED stays where decision making puts it."""
    for visit in visits(setting):
        without = em_level(code_note(GOLDEN), setting, visit).code
        timed = em_level(code_note(f"{GOLDEN}Total time today: {minutes} minutes.\n"), setting, visit)
        assert without is not None and timed.code is not None
        assert timed.code == without if setting is EmSetting.ED else timed.code >= without


def fact(kind: EmFactKind, name: str, at: int, not_counted: str = "", grade: EmGrade = EmGrade.NONE) -> EmFact:
    return EmFact(kind, name, Span(at, at + 1), grade, not_counted)


def test_each_test_counts_once_and_not_beside_its_panel() -> None:
    assert unique_tests(["BMP", "creatinine", "potassium", "CBC", "hemoglobin", "BMP"]) == ["BMP", "CBC"]
    assert unique_tests(["CMP", "creatinine"]) == ["CMP"]
    assert unique_tests(["x-ray", "ankle x-ray", "foot x-ray"]) == ["ankle x-ray", "foot x-ray"]


@pytest.mark.parametrize(
    ("kinds", "grade"),
    [
        ("", EmGrade.STRAIGHTFORWARD), ("t", EmGrade.STRAIGHTFORWARD), ("tt", EmGrade.LOW), ("tn", EmGrade.LOW),
        ("h", EmGrade.LOW), ("th", EmGrade.LOW), ("tth", EmGrade.MODERATE), ("ttt", EmGrade.MODERATE),
        ("i", EmGrade.MODERATE), ("d", EmGrade.MODERATE), ("id", EmGrade.HIGH), ("ttti", EmGrade.HIGH),
        ("tti", EmGrade.MODERATE), ("dd", EmGrade.MODERATE), ("hh", EmGrade.LOW),
    ],
)  # fmt: skip
def test_data_count_by_category(kinds: str, grade: EmGrade) -> None:
    names = {
        "t": EmFactKind.TEST, "n": EmFactKind.OUTSIDE_NOTE, "h": EmFactKind.HISTORIAN,
        "i": EmFactKind.INTERPRETATION, "d": EmFactKind.DISCUSSION,
    }  # fmt: skip
    facts = tuple(fact(names[kind], f"{kind}{at}", at) for at, kind in enumerate(kinds))
    assert data_element(facts).grade is grade


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(list(EmFactKind)), st.sampled_from("abcd"), st.booleans()), max_size=8))
def test_what_does_not_count_changes_nothing(drawn: list[tuple[EmFactKind, str, bool]]) -> None:
    facts = tuple(
        fact(kind, name, at, "" if counted else "a reason", EmGrade.MODERATE)
        for at, (kind, name, counted) in enumerate(drawn)
    )
    counted: Any = tuple(one for one in facts if not one.not_counted)
    for element in (data_element, risk_element):
        assert element(facts).grade is element(counted).grade
        assert element(facts).reasons == element(counted).reasons
        assert all(element(facts).grade >= element(facts[:size]).grade for size in range(len(facts)))


def test_every_code_of_the_table_of_problems_stands_in_the_tabular(books: Books) -> None:
    known = {code[:size] for code in books.tabular.valid_codes() for size in range(1, 8)}
    named = [
        pattern for line in table_lines("em_problems.txt") for pattern in read_patterns(line.partition(" = ")[2]).all
    ]
    assert len(named) > 300
    assert [edge for pattern in named for edge in (pattern.first, pattern.last) if edge not in known] == []
