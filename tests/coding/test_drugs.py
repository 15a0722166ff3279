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


def test_the_effect_stands_before_the_drug(code_note: CodeNote) -> None:
    found = codes(code_note("A/P: 1. Urticaria due to cephalexin, taken as prescribed"))
    assert found.index("L50.9" if "L50.9" in found else found[0]) < found.index("T36.1X5A")
