"""What the main job must do: short notes with known codes."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes

STAY = (
    "Acute exacerbation of COPD with pneumonia. Type 2 diabetes with diabetic CKD stage 3a. Hypertension. "
    "No chest pain. History of breast cancer."
)


def test_a_whole_stay_in_six_sentences(code_note: CodeNote) -> None:
    coded = code_note(STAY, "inpatient")
    assert sorted(codes(coded)) == sorted(["J44.0", "J44.1", "J18.9", "E11.22", "N18.31", "I12.9", "Z85.3"])
    assert [
        (entry.span.quote(STAY), entry.candidates[0].dotted, entry.reason)
        for entry in coded.not_coded
        if entry.reason == "negated"
    ] == [("chest pain", "R07.9", "negated")]


def test_code_first_notes_are_obeyed(code_note: CodeNote) -> None:
    order = codes(code_note(STAY, "inpatient"))
    assert order.index("E11.22") < order.index("N18.31")
    assert order.index("I12.9") < order.index("N18.31")


@pytest.mark.parametrize(
    ("note", "setting", "expected"),
    [
        ("Acute sinusitis", "outpatient", ["J01.90"]),
        ("Probable pneumonia with cough and fever", "outpatient", ["R05.9", "R50.9"]),
        ("Probable pneumonia with cough and fever", "inpatient", ["J18.9"]),
        ("Rib fracture", "outpatient", ["S22.39XA"]),
        ("NSTEMI", "inpatient", ["I21.4"]),
        ("UTI", "outpatient", ["N39.0"]),
        ("GERD", "outpatient", ["K21.9"]),
        ("hypertension, CHF", "outpatient", ["I11.0", "I50.9"]),
        ("Herniated nucleus pulposus L4-L5", "outpatient", ["M51.26"]),
        ("C5-6 degenerative disc disease", "outpatient", ["M50.322"]),
        ("Osteomyelitis of the L4 vertebral body", "outpatient", ["M46.26"]),
        ("Left thumb pain", "outpatient", ["M79.645"]),
        ("Stress fracture of the femur", "outpatient", ["M84.353A"]),
        ("Avascular necrosis of the femoral head", "outpatient", ["M87.059"]),
        ("Severe disease of the heart", "outpatient", ["I51.9"]),
        ("Moderate chronic kidney disease", "outpatient", ["N18.30"]),
        ("Ureteral dilation", "outpatient", ["N28.82"]),
        ("Peritoneal irritation", "outpatient", ["K65.9"]),
        ("Gall bladder calculus", "outpatient", ["K80.20"]),
        ("Renal malformation", "outpatient", ["Q63.9"]),
        ("On warfarin for atrial fibrillation", "outpatient", ["I48.91", "Z79.01"]),
        ("1. Atypical chest pain\n2. Coronary artery disease", "outpatient", ["R07.89", "I25.10"]),
        ("fever: none", "outpatient", []),
        ("1.No evidence of pneumonia", "outpatient", []),
        ("", "outpatient", []),
    ],
)
def test_short_notes(code_note: CodeNote, note: str, setting: str, expected: list[str]) -> None:
    assert codes(code_note(note, setting)) == expected


def test_an_unspecified_sinus_is_told(code_note: CodeNote) -> None:
    findings = [finding for finding in code_note("Acute sinusitis").findings if finding.rule == "DOC101"]
    assert len(findings) == 1
    assert "maxillary" in findings[0].message


def test_an_unstated_side_stays_unspecified(code_note: CodeNote) -> None:
    [assignment] = code_note("Rib fracture").assignments
    assert "unspecified side" in assignment.title
