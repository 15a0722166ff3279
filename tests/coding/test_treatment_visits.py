"""Encounters for the treatment of a malignancy, told by what is given in them (I.C.2.e.2)."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes

_GIVEN = (
    "A/P: Stage IV NSCLC LUL w bone mets - here for C4 chemo-immunotherapy. "
    "Given today: carboplatin 450 mg IV, pembrolizumab 200 mg IV."
)


@pytest.mark.parametrize(
    ("note", "begins"),
    [
        (_GIVEN, "Z51.11 Z51.12 C34.12 C79.51"),
        ("CC: here for C3 FOLFOX\nA/P: sigmoid colon cancer, s/p resection. Proceed with C3.", "Z51.11 C18.7"),
        ("Breast cancer R, adjuvant TCHP cycle 2 today, tolerated well.", "Z51.11 Z51.12 C50.911"),
        ("A/P: DLBCL - proceed w/ C2 R-CHOP today", "Z51.11 Z51.12 C83.30"),
        ("Bladder cancer, here for BCG #3, instilled without issue", "Z51.12 C67.9"),
        ("Pt received C6 pembrolizumab today. Dx melanoma of back.", "Z51.12 C43.59"),
        ("Infusion visit: Keytruda 200 mg IV over 30 min given for NSCLC RLL.", "Z51.12 C34.31"),
        ("Dx: Multiple myeloma. Here for Velcade SQ C5D8. next D15", "Z51.11 C90.00"),
        ("UROLOGY NURSE VISIT BCG #4/6 for bladder ca. UA neg. instilled 81 mg, held 2h, tolerated", "Z51.12 C67.9"),
        ("RAD ONC OTV fx 12/33\nAssessment: glottic cancer under XRT", "Z51.0 C32.0"),
    ],
)
def test_the_treatment_comes_first(code_note: CodeNote, note: str, begins: str) -> None:
    assert codes(code_note(note))[: len(begins.split())] == begins.split()


@pytest.mark.parametrize(
    "note",
    [
        "A/P: colon cancer - hold C5 FOLFOX today for ANC 0.6. Neutropenia due to chemo",
        "A/P: lung cancer - plan to start carbo/pem next week. Discussed side effects of pembrolizumab.",
        "A/P: ovarian cancer, s/p 6 cycles carbo/taxol completed 2024, NED on CT",
        "HPI: presents for follow up, s/p C3 FOLFIRI.\nA/P: Rectal cancer - fatigue from chemo. Return in 1 wk for C4",
        "UROLOGY VISIT s/p BCG #6 bladder ca. cysto clear. lidocaine jelly instilled.",
        "CLL here for labs and f/u on ibrutinib",
        "A/P: seropositive RA - rituximab 1000 mg IV given today",
    ],
)
def test_no_treatment_of_this_encounter(code_note: CodeNote, note: str) -> None:
    assert not any(code.startswith("Z51") for code in codes(code_note(note)))
