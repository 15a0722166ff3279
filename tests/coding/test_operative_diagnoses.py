"""Diagnoses of operative reports: stated after the operation, not named by its steps or made by it (IV.N)."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes

REPORT = "OPERATIVE REPORT\nSURGEON: A. Lee, MD\nPOSTOPERATIVE DIAGNOSIS: {}\nPROCEDURE: {}\n"


def test_what_the_steps_name_is_no_diagnosis_beside_those_that_are_stated(code_note: CodeNote) -> None:
    note = REPORT.format("Osteoarthritis of the right knee", "Right total knee arthroplasty")
    note += "DESCRIPTION: Old midline scar opened, left lateral decubitus, the RA was cannulated.\n"
    assert codes(code_note(note, "inpatient")) == ["M17.11"]


def test_what_stands_behind_the_paragraph_of_a_heading_is_kept(code_note: CodeNote) -> None:
    note = REPORT.format("Osteoarthritis of the right knee", "Right total knee arthroplasty")
    note += "\nAcute blood loss anemia, 2 units given.\n"
    assert set(codes(code_note(note, "inpatient"))) == {"M17.11", "D62"}


def test_the_diagnosis_before_is_that_after_where_they_are_said_to_be_the_same(code_note: CodeNote) -> None:
    note = (
        "OPERATIVE NOTE\nPRE-OP DX: displaced bimalleolar fracture of the left ankle, closed\nPOST-OP DX: same\n"
        "OTHER DX: hypertension\n"
    )
    assert set(codes(code_note(note, "inpatient"))) == {"S82.842A", "I10"}


@pytest.mark.parametrize("place", ["PROCEDURE: Open tracheostomy, PEG placement", "PROCEDURE: Tracheostomy"])
def test_a_stoma_made_now_is_no_status(code_note: CodeNote, place: str) -> None:
    assert codes(code_note(f"DIAGNOSES: Chronic respiratory failure with hypoxia\n{place}\n", "inpatient")) == [
        "J96.11"
    ]


def test_a_stoma_of_before_is_one(code_note: CodeNote) -> None:
    note = "DIAGNOSES: Chronic respiratory failure with hypoxia\nPAST MEDICAL HISTORY: Tracheostomy dependent\n"
    assert set(codes(code_note(note, "inpatient"))) == {"J96.11", "Z93.0"}
