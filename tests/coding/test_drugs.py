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


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Hypothyroidism due to pembrolizumab, new", ["E03.2", "T45.AX5A"]),
        ("Acute pancreatitis due to azathioprine", ["K85.30", "T45.1X5A"]),
        ("Parkinsonism from haloperidol", ["G21.11", "T43.4X5A"]),
        ("Colitis secondary to pembrolizumab", ["K52.1", "T45.AX5A"]),
        ("Constipation, worse, due to his oxycodone", ["K59.03", "T40.2X5A"]),
        ("Adrenal insufficiency due to prednisone", ["E27.3", "T38.0X5A"]),
        ("Cardiomyopathy due to doxorubicin", ["I42.7", "T45.1X5A"]),
        ("Myopathy caused by atorvastatin", ["G72.0", "T46.6X5A"]),
        ("Rash due to amoxicillin", ["L27.0", "T36.0X5A"]),
        # as the Table of Drugs and Chemicals has them
        ("Hot flashes due to leuprolide", ["R23.2", "T38.895A"]),
        ("Bradycardia due to labetalol", ["R00.1", "T44.8X5A"]),
        ("Dizziness due to primidone", ["R42", "T42.6X5A"]),
        # too little of the drug is not its effect
        ("Hypothyroidism, TSH up due to missed doses of levothyroxine", ["E03.9", "T38.1X6A"]),
    ],
)
def test_what_a_drug_did_has_its_own_code(code_note: CodeNote, said: str, expected: list[str]) -> None:
    assert codes(code_note(f"A/P:\n1. {said}.")) == expected


def test_aspirin_against_clots_for_some_weeks_is_no_long_term_use(code_note: CodeNote) -> None:
    note = "A/P: s/p left TKA, doing well. Cont PT, ASA 81 bid for DVT ppx until 6 wks."
    assert codes(code_note(note)) == ["Z96.652"]
    assert codes(code_note(note.replace("TKA,", "TKA x 2 weeks,"))) == ["Z47.1", "Z96.652"]


def test_poison_ivy_is_no_poisoning_by_what_it_is_treated_with(code_note: CodeNote) -> None:
    assert codes(code_note("A&P:\n2. Poison ivy dermatitis, forearms - prednisone taper over 14 d.")) == ["L23.7"]


def test_the_effect_stands_before_the_drug(code_note: CodeNote) -> None:
    found = codes(code_note("A/P: 1. Urticaria due to cephalexin, taken as prescribed"))
    assert found.index("L50.9" if "L50.9" in found else found[0]) < found.index("T36.1X5A")
