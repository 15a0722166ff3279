"""Problems of which one statement names several, or whose details stand elsewhere in the record."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


def test_pressure_ulcers_of_a_list(code_note: CodeNote) -> None:
    note = "Diagnoses:\n1. Pressure ulcers: stage 2 sacrum, stage 3 left heel, unstageable right heel"
    assert set(codes(code_note(note, "inpatient"))) == {"L89.152", "L89.623", "L89.610"}


def test_an_ulcer_that_evolves_takes_both_stages(code_note: CodeNote) -> None:
    note = "Diagnoses:\n1. Pressure ulcer right hip, stage 2 on admission, worsened to stage 3"
    assert set(codes(code_note(note, "inpatient"))) == {"L89.212", "L89.213"}
    assert set(codes(code_note(note))) == {"L89.213"}


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Meds: glargine 20 u, long term insulin\nA/P: 1. Type 2 diabetes", {"E11.9", "Z79.4"}),
        ("A/P: 1. Type 1 diabetes, long term insulin\n2. Diabetic ketoacidosis", {"E10.10"}),
        ("A/P:\n1. Type 2 diabetes\n2. Hyperglycemia\n3. Polyneuropathy", {"E11.65", "E11.42"}),
    ],
)
def test_diabetes(code_note: CodeNote, note: str, expected: set[str]) -> None:
    assert set(codes(code_note(note))) == expected


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("Abdominal and low back pain", {"R10.9", "M54.50"}),
        ("Neck, shoulder and back pain", {"M54.2", "M25.519", "M54.9"}),
        ("Hepatic and renal failure", {"K72.90", "N19"}),
        ("Hypertension and renal cyst", {"I10", "N28.1"}),
        ("Denies chest or abdominal pain", set()),
    ],
)
def test_a_condition_named_once_behind_several_sites(code_note: CodeNote, statement: str, expected: set[str]) -> None:
    assert set(codes(code_note(statement, all_mentions=True, least_confidence=0))) == expected


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("PSH: hysterectomy, splenectomy", {"Z90.710", "Z90.81"}),
        ("History of glaucoma and nephrectomy", {"H40.9", "Z90.5"}),
        ("Scheduled for hysterectomy", set()),
        ("She underwent splenectomy without complications", set()),
    ],
)
def test_an_operation_is_a_status_once_it_is_past(code_note: CodeNote, statement: str, expected: set[str]) -> None:
    assert set(codes(code_note(statement, all_mentions=True))) == expected


def test_measures_that_a_diagnosis_calls_for(code_note: CodeNote) -> None:
    stroke = "NIHSS on arrival 9.\nDischarge diagnoses:\n1. Acute ischemic stroke"
    assert "R29.709" in codes(code_note(stroke, "inpatient"))
    alcohol = "Labs: EtOH 210 mg/dL\nDx: Alcohol dependence with withdrawal"
    assert "Y90.7" in codes(code_note(alcohol, "ed"))


def test_a_routine_examination_that_finds_something(code_note: CodeNote) -> None:
    assert codes(code_note("A/P:\n1. Annual physical\n2. Thyroid nodule, new"))[0] == "Z00.01"
    assert codes(code_note("A/P:\n1. Annual physical\n2. Hypertension, stable"))[0] == "Z00.00"


def test_an_organism_is_named_once(code_note: CodeNote) -> None:
    assert set(codes(code_note("Diagnoses:\n1. Pseudomonas pneumonia\n2. Pseudomonas", "inpatient"))) == {"J15.1"}


def test_glaucoma_of_each_eye(code_note: CodeNote) -> None:
    note = "A/P:\n1. POAG OD, severe stage\n2. POAG OS, mild stage"
    assert set(codes(code_note(note))) == {"H40.1113", "H40.1121"}


def test_an_abbreviation_means_what_the_document_spells_out(code_note: CodeNote) -> None:
    note = "HPI: 80F with Parkinson's disease and orthostatic hypotension.\nASSESSMENT:\n1. PD, worse. Increase dose."
    assert codes(code_note(note)) == ["G20.A1"]
    assert codes(code_note("ASSESSMENT:\n1. PD, worse. Increase dose.")) == []


def test_a_cause_that_is_only_likely_is_not_coded(code_note: CodeNote) -> None:
    assert codes(code_note("ASSESSMENT:\n1. Fatigue, likely due to anemia.")) == ["R53.83"]


def test_family_history_explains_a_screening(code_note: CodeNote) -> None:
    found = codes(code_note("Here for screening mammogram. Mother had breast cancer at 50."))
    assert found == ["Z12.31", "Z80.3"]


def test_a_list_in_one_line_is_a_list(code_note: CodeNote) -> None:
    note = "Imp: 1) Gross hematuria 2) Recurrent bladder tumor, L lateral wall 3) BPH with urinary hesitancy"
    assert codes(code_note(note)) == ["R31.0", "D49.4", "N40.1", "R39.11"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("Flu vaccine given today.", ["I10", "Z23"]),
        ("Flu vaccine declined.", ["I10"]),
        ("Flu shot given last year.", ["I10"]),
    ],
)
def test_a_vaccine_is_coded_when_it_is_given(code_note: CodeNote, told: str, expected: list[str]) -> None:
    assert codes(code_note(f"ASSESSMENT:\nHypertension.\nPLAN:\n{told}")) == expected


def test_agitation_is_part_of_the_dementia(code_note: CodeNote) -> None:
    note = "ASSESSMENT:\n1. Severe Alzheimer's dementia with behavioral disturbance (agitation)."
    assert codes(code_note(note)) == ["G30.9", "F02.C11"]


def test_codes_stand_as_the_list_of_problems_does(code_note: CodeNote) -> None:
    note = (
        "ASSESSMENT AND PLAN\nA 61-year-old with a past medical history of migraines and reflux, who presents with back pain.\n"
        "Kidney stones.\n- CT ordered.\nMigraines.\n- Continue Imitrex.\nReflux.\n- Continue Protonix."
    )
    assert codes(code_note(note)) == ["N20.0", "G43.909", "K21.9"]


def test_a_postoperative_anemia_is_no_blood_loss_unless_it_is_said(code_note: CodeNote) -> None:
    assert "D64.9" in codes(code_note("ASSESSMENT:\n1. Postoperative anemia, expected."))
    assert "D62" in codes(code_note("ASSESSMENT:\n1. Postoperative acute blood loss anemia."))


def test_a_bleeding_ulcer_is_one_code_and_varices_of_cirrhosis_are_secondary(code_note: CodeNote) -> None:
    note = "Discharge Diagnoses: GI bleed due to duodenal ulcer with hemorrhage; alcoholic cirrhosis with esophageal varices."
    assert codes(code_note(note, "inpatient")) == ["K26.4", "K70.30", "I85.10"]


def test_of_two_problems_that_share_a_word_the_one_named_first_stands_first(code_note: CodeNote) -> None:
    assert codes(code_note("A/P: Right knee osteoarthritis with effusion.")) == ["M17.11", "M25.461"]
