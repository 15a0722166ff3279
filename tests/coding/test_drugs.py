"""Drugs: poisonings with their intent, underdosing with its reason, effects before drugs."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Dx: Overdose of ibuprofen and diphenhydramine, suicide attempt", {"T39.312A", "T45.0X2A"}),
        ("Dx: Oxycodone overdose, intent undetermined", {"T40.2X4A"}),
        ("Dx: Accidental ingestion of lisinopril", {"T46.4X1A"}),
        ("PMH: prior suicide attempt\nDx: Overdose of metoprolol, by mistake", {"T44.7X1A"}),
    ],
)
def test_each_drug_with_the_intent_stated(code_note: CodeNote, note: str, expected: set[str]) -> None:
    assert {code for code in codes(code_note(note, "ed")) if code[0] == "T"} == expected


@pytest.mark.parametrize(
    ("reason", "code"),
    [("could not afford it", "Z91.120"), ("forgot doses", "Z91.138"), ("stopped on purpose, side effects", "Z91.128")],
)
def test_why_too_little_was_taken(code_note: CodeNote, reason: str, code: str) -> None:
    found = codes(
        code_note(f"Diagnoses:\n1. Hypertensive urgency\n2. Underdosing of amlodipine: {reason}", "inpatient")
    )
    assert found[0] == "I16.0"
    assert code in found


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (
            "HPI: Ran out of lisinopril 2 weeks ago.\nA/P:\n1. HTN, uncontrolled due to missed medication. Restart lisinopril.",
            {"I10", "T46.4X6A", "Z91.148"},
        ),
        ("A/P:\n1. Hypertension, uncontrolled. Ran out of lisinopril 2 wks ago, refilled.", {"I10", "T46.4X6A"}),
        ("HPI: Ran out of lisinopril last year, BP fine.\nA/P:\n1. Hypertension, at goal.", {"I10"}),
        ("A/P:\n1. Hypertension, uncontrolled, cannot afford her amlodipine.", {"I10", "T46.1X6A", "Z91.120"}),
    ],
)
def test_underdosing_stands_behind_the_disease(code_note: CodeNote, note: str, expected: set[str]) -> None:
    found = codes(code_note(note))
    assert set(found) == expected
    assert found[0] == "I10"


@pytest.mark.parametrize("held", ["apixaban held, restart in 1 week", "will hold warfarin and resume after the biopsy"])
def test_a_drug_that_is_held_for_some_days_goes_on(code_note: CodeNote, held: str) -> None:
    assert set(codes(code_note(f"A/P:\n1. Atrial fibrillation, {held}."))) == {"I48.91", "Z79.01"}


def test_oral_mucositis_from_chemotherapy_as_lists_invert_it(code_note: CodeNote) -> None:
    assert codes(code_note("A/P:\n1. Mucositis, oral, due to chemo.")) == ["K12.31", "T45.1X5A"]


def test_poison_ivy_is_no_poisoning_by_what_it_is_treated_with(code_note: CodeNote) -> None:
    assert codes(code_note("A&P:\n2. Poison ivy dermatitis, forearms - prednisone taper over 14 d.")) == ["L23.7"]


def test_the_effect_stands_before_the_drug(code_note: CodeNote) -> None:
    found = codes(code_note("A/P: 1. Urticaria due to cephalexin, taken as prescribed"))
    assert found.index("L50.9" if "L50.9" in found else found[0]) < found.index("T36.1X5A")
