"""Notes as terse clinicians write them: results in a list of diagnoses, drugs and status in the history, eyes by their letters."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes
from nosologist.model.encounter import Setting


def test_a_negative_blood_type_denies_no_problem_beside_it(code_note: CodeNote) -> None:
    note = (
        "38yo G3P2 @ 29w4d for ROB. Rh neg, rhogam given today.\n"
        "Imp: IUP 29w4d, GDM diet controlled, AMA multigravida, prior CS, Rh neg, anemia in preg"
    )
    assert {"O24.410", "O09.523", "O99.013", "Z3A.29"} <= set(codes(code_note(note)))


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("L ankle sprain, XR neg, HTN", ["S93.402A", "I10"]),
        ("knee pain R, Lachman neg, obesity", ["M25.561", "E66.9"]),
        ("dysuria, UA neg, back pain", ["R30.0", "M54.9"]),
        ("fever, chills, cough: negative", []),
    ],
)
def test_a_negative_test_in_a_list(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


def test_a_diabetic_ulcer_of_a_patient_on_dialysis(code_note: CodeNote) -> None:
    note = (
        "68M DM2 w/ neuropathy, ESRD on HD TTS, here for L plantar foot ulcer 1st MTH, Wagner 2, fat layer exposed.\n"
        "Assessment: DFU L foot 1st met head, fat layer; ESRD; tobacco."
    )
    assert {"E11.621", "E11.22", "L97.522", "N18.6", "Z99.2", "Z72.0"} <= set(codes(code_note(note)))


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("PDR OS w/ DME & VH; NVG OS", ["E11.3512", "H43.12", "H40.842"]),
        ("VH OD", ["H43.11"]),
        ("heroin OD, NS bolus", ["T40.1X1A"]),
        ("L full thickness RCT, degenerative", ["M75.122"]),
    ],
)
def test_letters_of_a_specialty(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


def test_an_order_not_to_resuscitate_counts_wherever_it_stands(code_note: CodeNote) -> None:
    note = "DISCHARGE SUMMARY\nDischarge diagnoses:\n1. Pneumonia\nDispo: SNF. DNR/DNI.\n"
    assert "Z66" in codes(code_note(note, setting=Setting.INPATIENT))


def test_a_numbered_problem_is_no_heading(code_note: CodeNote) -> None:
    note = (
        "PMH: gout\nA/P:\n1. HTN - controlled\n2. Immunizations: flu shot today\n3. FHx breast ca - refer genetics\n4. GERD\n"
        "ALLERGIES: PCN\n"
    )
    assert codes(code_note(note)) == ["I10", "K21.9", "Z23", "Z80.3"]


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("chronic migraine w/ aura, intractable, w/o status", ["G43.E19"]),
        ("intractable chronic migraine with aura without status migrainosus", ["G43.E19"]),
        ("migraine without aura, not intractable", ["G43.009"]),
        ("dementia without psychosis or behavioral disturbance", ["F03.90"]),
        ("COPD severe w/o exac", ["J44.9"]),
        ("refer for AVF", []),
        ("SPN RLL stable", ["R91.1"]),
        ("int hemorrhoids gr 2, ext hemorrhoids", ["K64.1", "K64.4"]),
    ],
)
def test_what_is_lacking(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("WCC, nl growth\n2) diaper candidiasis - nystatin", ["Z00.121", "B37.2", "L22"]),
        ("annual physical\n2) HTN stable", ["Z00.00", "I10"]),
        ("annual physical\n2) UTI - macrobid", ["Z00.01", "N39.0"]),
    ],
)
def test_a_short_disease_is_a_finding_of_a_routine_examination(
    code_note: CodeNote, assessment: str, expected: list[str]
) -> None:
    assert codes(code_note(f"A/P: 1) {assessment}")) == expected


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("L ureterolithiasis w/ mild hydronephrosis; renal colic", ["N13.2"]),
        ("AUB-L, menometrorrhagia d/t fibroids", ["N92.1", "D25.9"]),
        ("PAD with ulcer of R heel", ["I73.9", "L97.419"]),
        ("secondary HTN 2/2 RAS", ["I15.0", "I70.1"]),
        ("fam hx CAD", ["Z82.49"]),
        ("genetic testing BRCA", ["Z13.79"]),
        ("BRCA1 positive", ["Z15.01"]),
    ],
)
def test_a_symptom_of_the_disease_beside_it(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("POD 14 R TKA", ["Z47.1", "Z96.651"]),
        ("2 weeks post-op L TKA", ["Z47.1", "Z96.652"]),
        ("6 wks postop R THA, doing well", ["Z47.1", "Z96.641"]),
        ("POD 3 lap chole, pain controlled", ["Z48.815", "Z90.49"]),
        ("3 wks post op CABG", ["Z48.812", "Z95.1"]),
        ("2 weeks post-op pain", ["G89.18"]),
        ("POD 2 fever", ["R50.82"]),
    ],
)
def test_weeks_behind_an_operation_tell_it(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        (
            "1 PAD w/ claudication RLE, R SFA occlusion 2 L carotid stenosis asymptomatic 3 Tobacco dependence 4 HLD",
            ["I70.201", "I65.22", "F17.200", "E78.5"],
        ),
        (
            "1 peanut allergy, EpiPen renewed 2 asthma mod persist, controlled 3 AR seasonal",
            ["J45.40", "J30.2", "Z91.010"],
        ),
        ("1 tablet daily 2 weeks 3 times, HTN", ["I10"]),
        ("Acute on chronic combined CHF", ["I50.43"]),
        ("anal warts - refer CRS", ["A63.0"]),
        ("L SFA stenosis", ["I70.202"]),
    ],
)
def test_a_list_with_bare_numbers(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"A: {assessment}")) == expected


def test_the_severity_of_a_dementia_is_told_in_the_history(code_note: CodeNote) -> None:
    note = "88F Alzheimer's dementia moderate w/ agitation, HTN.\nAssessment: 1. Alz dementia w/ agitation - seroquel 2. HTN"
    assert codes(code_note(note)) == ["G30.9", "F02.B11", "I10"]


@pytest.mark.parametrize(
    "assessment",
    ["Brother had TOF s/p repair, patient well", "No VSD, repaired or not", "R TKA scheduled; RTC 2 weeks post-op TKA"],
)
def test_what_is_no_past_operation_of_the_patient(code_note: CodeNote, assessment: str) -> None:
    assert {"Z87.74", "Z47.1", "Z96.651", "Z96.659"}.isdisjoint(codes(code_note(f"Assessment: {assessment}")))
