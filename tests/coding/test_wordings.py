"""How clinicians type: in small letters, in one line, with a word for a whole problem, in long lines among short ones."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("gerd", ["K21.9"]),
        ("ckd stage 3a", ["N18.31"]),
        ("mdd, recurrent, moderate", ["F33.1"]),
        ("uti", ["N39.0"]),
        ("r knee pain", ["M25.561"]),
        ("hx of prostate ca s/p prostatectomy, no recurrence", ["Z85.46", "Z90.79"]),
        ("ca 9.8, k 4.1, mg 2", []),
        ("smoker, 1ppd", ["F17.210"]),
        ("rib fxs R 4-8", ["S22.41XA"]),
    ],
)
def test_acronyms_are_known_in_small_letters(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("Bipolar, stable on lithium.", ["F31.9"]),
        ("Flu.", ["J11.1"]),
        ("Pacemaker - normal function.", ["Z95.0"]),
        ("Hemostasis with bipolar cautery.", []),
    ],
)
def test_a_word_at_the_head_of_a_title_names_the_whole_problem(
    code_note: CodeNote, assessment: str, expected: list[str]
) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


def test_a_long_line_among_short_ones_names_its_problems_before_its_verb(code_note: CodeNote) -> None:
    note = (
        "ASSESSMENT\n"
        "Right breast cancer UOQ, with metastasis to axillary lymph node, ER positive, which we have talked about so far.\n"
        "Osteoporosis: alendronate.\n"
        "She has had some hot flashes, for which venlafaxine was talked about at the last visit and again today."
    )
    assert codes(code_note(note)) == ["C50.411", "C77.3", "M81.0", "Z17.0"]
    note = "Assessment:\nGraves disease, new. Her tremor and weight loss are explained by this, as are the palpitations.\nGoiter."
    assert codes(code_note(note)) == ["E05.00"]


def test_a_whole_note_in_one_line_has_sections(code_note: CodeNote) -> None:
    assert codes(code_note("61M painful rash L T6. A: Zoster. P: valtrex, call for vision loss.")) == ["B02.9"]


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("Idiopathic generalized epilepsy, not intractable.", ["G40.309"]),
        ("Fever, likely viral.", ["R50.9"]),
        ("Afib on chronic warfarin.", ["I48.91", "Z79.01"]),
        ("Viral pharyngitis, strep negative.", ["J02.9"]),
        ("Strep, flu and COVID negative.", []),
        ("Trigeminal neuralgia. Start carbamazepine; check Na for hyponatremia.", ["G50.0"]),
        ("Hyperkalemia: low K diet.", ["E87.5"]),
        ("HCM: colonoscopy 2020 normal.", []),
        ("HCC surveillance with ultrasound.", []),
        ("Suicide risk low.", []),
        ("CAD s/p NSTEMI 2021.", ["I25.10", "I25.2"]),
        ("Panic disorder without agoraphobia.", ["F41.0"]),
    ],
)
def test_what_is_denied_or_looked_for_is_no_diagnosis(
    code_note: CodeNote, assessment: str, expected: list[str]
) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("Type 2 diabetes complicated by neuropathy.", ["E11.40"]),
        ("Late onset Alzheimer's dementia, moderate, with agitation.", ["G30.1", "F02.B11"]),
        ("Ulcer of left calf limited to breakdown of skin, with varicose veins.", ["I83.022", "L97.221"]),
        ("Cirrhosis with ascites.", ["K74.60", "R18.8"]),
        ("Pain in the right knee and hip.", ["M25.561", "M25.551"]),
        ("Cancer-related bone pain. Prostate cancer metastatic to bone.", ["G89.3", "C61", "C79.51"]),
        ("Breast cancer, left, ER+, PR+, HER2-.", ["C50.912", "Z17.411"]),
        ("Obesity, BMI 96th percentile.", ["E66.9", "Z68.54"]),
        ("DM2: increase metformin to 1000 mg.", ["E11.9", "Z79.84"]),
    ],
)
def test_what_belongs_together_is_coded_together(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


def test_the_weeks_behind_an_operation_may_be_told_in_the_history(code_note: CodeNote) -> None:
    note = "HPI: 2 weeks post-op L TKA, staples removed.\nAssessment: s/p left total knee arthroplasty, doing well."
    assert codes(code_note(note)) == ["Z47.1", "Z96.652"]


def test_the_crisis_of_a_sickle_cell_disease_is_no_detail_left_open(code_note: CodeNote) -> None:
    assert codes(code_note("HPI: 22M HbSS, pain in legs.\nDx: Sickle cell pain crisis.")) == ["D57.00"]


def test_a_fall_from_a_chair_is_one_from_a_chair(code_note: CodeNote) -> None:
    note = "5 yo fell off chair hit forehead, no LOC no vomiting, acting normal.\nImp: forehead hematoma."
    assert codes(code_note(note)) == ["S00.83XA", "W07.XXXA"]


@pytest.mark.parametrize(
    "note",
    [
        "A/P:\n1. HTN\n- Plan: continue lisinopril\n2. Eczema\n- Plan: steroid cream\n3. Gout\n- Follow-up: 3 months",
        "A/P:\nHTN: stable\nPlan: lisinopril\n\nEczema: quiet\nPlan: cream\n\nGout: quiet\nPlan: allopurinol",
        "ASSESSMENT:\nHypertension\n• Labs: BMP\n• Medications: lisinopril\nEczema\n• Patient Education: skin care\nGout",
        "A/P:\n1. Hypertension\nPlan: lisinopril\n2. Eczema\nFollow-up: 2 months\n3. Gout",
    ],
)
def test_labels_of_the_parts_of_a_problem_end_no_assessment(code_note: CodeNote, note: str) -> None:
    assert codes(code_note(note)) == ["I10", "L30.9", "M10.9"]


def test_the_plan_behind_an_assessment_is_a_section(code_note: CodeNote) -> None:
    note = "ASSESSMENT\n1. HTN\n2. Gout\nPLAN\n1. lisinopril\n2. asthma inhaler, check for diabetes"
    assert codes(code_note(note)) == ["I10", "M10.9"]


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("Acute paronychia of right index finger, s/p I&D.", ["L03.011"]),
        ("Acute appendicitis s/p appendectomy.", ["Z87.19", "Z90.49"]),
        ("Bronchiectasis. Sputum AFB for NTM.", ["J47.9"]),
        ("MDD, recurrent, severe.\n2. Suicidal ideation.", ["F33.2", "R45.851"]),
        (
            "Mild intermittent asthma, well controlled - albuterol prn, action plan was given\nSeasonal allergies - loratadine",
            ["J45.20", "J30.2"],
        ),
    ],
)
def test_what_was_done_or_sought_changes_no_problem(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"Assessment:\n1. {assessment}")) == expected


def test_the_age_of_a_patient_is_no_sign_of_the_past(code_note: CodeNote) -> None:
    note = "HPI: Mr. Dean is a 68-year-old male who fell last night.\nAssessment: Right distal radius fracture."
    assert codes(code_note(note)) == ["S52.501A", "W19.XXXA"]


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("Paroxysmal atrial fibrillation (HCC)", ["I48.0"]),
        ("Moderate episode of recurrent major depressive disorder (HCC)", ["F33.1"]),
        ("COPD, unspecified COPD type (CMS/HCC)", ["J44.9"]),
        ("Cirrhosis with HCC", ["K74.60", "C22.0"]),
        ("Acute non-recurrent maxillary sinusitis", ["J01.00"]),
        ("Acute non-recurrent sinusitis, unspecified location", ["J01.90"]),
        ("Bacterial vaginosis. GC/CT sent.", ["N76.0"]),
    ],
)
def test_names_from_pick_lists_are_read(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


def test_each_problem_may_have_its_own_assessment_and_plan(code_note: CodeNote) -> None:
    note = "A&P\nProblem #1: Type 2 diabetes\nAssessment: at goal\nPlan: diet\n\nProblem #2: Gout\nAssessment: quiet\nPlan: none"
    assert codes(code_note(note)) == ["E11.9", "M10.9"]
    long = "A&P\nProblem #1: Type 2 diabetes mellitus without complication, without long-term current use of any insulin (HCC)"
    assert codes(code_note(f"{long}\nAssessment: at goal\nPlan: diet\n\nProblem #2: Gout")) == ["E11.9", "M10.9"]
