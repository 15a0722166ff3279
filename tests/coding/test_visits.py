"""Problems as offices write them: what a short line says of a problem, of drugs, of an operation weeks ago."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("Type 2 diabetes, poorly controlled.", ["E11.65"]),
        ("Type 1 diabetes, inadequately controlled on pump.", ["E10.65"]),
        ("Bipolar 1 disorder, currently depressed, moderate.", ["F31.32"]),
        ("Bipolar I, most recent episode manic, severe with psychotic features.", ["F31.2"]),
        ("Samples of urine, sputum and blood were taken.", []),
        ("Tobacco use, 1 ppd.", ["F17.210"]),
        ("Gout. Hyperuricemia.", ["M10.9"]),
        ("Right knee posterior cruciate ligament strain.", ["S83.521A"]),
        ("Right knee strain.", ["S86.911A"]),
        ("Gastroenteritis with mild dehydration.", ["K52.9", "E86.0"]),
    ],
)
def test_what_stands_behind_a_comma_belongs_to_the_problem(
    code_note: CodeNote, assessment: str, expected: list[str]
) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


def test_a_sentence_that_begins_with_a_problem_names_it(code_note: CodeNote) -> None:
    line = "Assessment: Bilateral sensorineural hearing loss. Impacted cerumen right ear, removed with curette."
    assert codes(code_note(line)) == ["H90.3", "H61.21"]


def test_what_is_done_to_a_dose_is_no_finding(code_note: CodeNote) -> None:
    assert codes(code_note("Assessment: Hypothyroidism, TSH 8.4, increase levothyroxine.")) == ["E03.9"]
    assert codes(code_note("Assessment: Increase in the TSH noted.")) == ["R79.89"]


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("Lumbar degenerative disc disease. Low back pain.", ["M51.360"]),
        ("Chronic low back pain with left-sided sciatica. Lumbar degenerative disc disease at L4-5.", ["M51.362"]),
        ("Lumbar radiculopathy. Lumbar degenerative disc disease.", ["M51.16"]),
        ("Chronic low back pain.", ["M54.50", "G89.29"]),
        ("Chronic right knee pain. Primary osteoarthritis of right knee.", ["M17.11"]),
    ],
)
def test_pain_whose_cause_is_told(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


@pytest.mark.parametrize(
    ("assessment", "drugs"),
    [
        ("Afib, rate controlled on metoprolol, Eliquis.", ["Z79.01"]),
        ("Type 2 diabetes on metformin and glargine.", ["Z79.84", "Z79.4"]),
        ("CAD, continue aspirin and Plavix, stop ibuprofen.", ["Z79.82", "Z79.02"]),
        ("Afib not on warfarin or Eliquis.", []),
        ("Afib. Discontinue Eliquis and warfarin.", []),
    ],
)
def test_each_drug_of_a_list_is_taken(code_note: CodeNote, assessment: str, drugs: list[str]) -> None:
    assert [code for code in codes(code_note(f"Assessment: {assessment}")) if code.startswith("Z79")] == drugs


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("Chemotherapy-induced neuropathy.", ["G62.0", "T45.1X5A"]),
        ("Steroid-induced hyperglycemia.", ["R73.9", "T38.0X5A"]),
        ("Drug-induced lupus.", ["M32.0"]),
        ("Cocaine-induced chest pain.", ["R07.9"]),
    ],
)
def test_a_drug_before_induced_did_the_harm(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Assessment: 2 weeks s/p right TKA, doing well.", ["Z47.1", "Z96.651"]),
        ("CC: post-op check\nAssessment: Status post left total hip arthroplasty.", ["Z47.1", "Z96.642"]),
        ("Assessment: s/p CABG 3 weeks ago.", ["Z48.812", "Z95.1"]),
        ("Assessment: s/p CABG 12 months ago.", ["Z95.1"]),
        ("Assessment: s/p right TKA in 2010, seen by PT 3 weeks ago.", ["Z96.651"]),
        ("Assessment: Surgical follow-up after left inguinal hernia repair.", ["Z48.815"]),
    ],
)
def test_in_the_weeks_behind_an_operation_the_patient_comes_for_aftercare(
    code_note: CodeNote, note: str, expected: list[str]
) -> None:
    assert codes(code_note(note)) == expected


def test_vaccines_have_the_names_of_diseases(code_note: CodeNote) -> None:
    note = "Assessment:\n1. Well child check, 4 yo.\n2. MMR, varicella, DTaP, IPV given today."
    assert codes(code_note(note)) == ["Z00.129", "Z23"]
    assert "B01.9" in codes(code_note("Assessment: Varicella, day 3."))
    assert codes(code_note("Assessment: Acute paralytic poliomyelitis, vaccine-associated.")) == ["A80.0"]


def test_a_fall_at_home_from_a_ladder_is_one_from_a_ladder(code_note: CodeNote) -> None:
    found = codes(code_note("HPI: fall at home from ladder.\nAssessment: Right wrist sprain."))
    assert {"W11.XXXA", "Y92.009"} <= set(found) and "W19.XXXA" not in found


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("Lung nodule, poor candidate for surgery.", ["R91.1"]),
        ("RUL nodule, biopsy-proven adenocarcinoma.", ["C34.11"]),
        ("Left lower lobe lung mass, squamous cell carcinoma on biopsy.", ["C34.32"]),
        ("ICD fired, 2 shocks delivered.", []),
        ("CHF with depressed EF 30%.", ["I50.9"]),
        ("Patient is depressed, started sertraline.", ["F32.A"]),
        ("CNS depressants avoided.", []),
        ("On immunosuppressive therapy after kidney transplant.", ["Z79.60", "Z94.0"]),
        ("Immunosuppressed on tacrolimus.", ["D84.821", "Z79.621"]),
        ("Severe aortic stenosis. Plan TAVR evaluation.", ["I35.0"]),
    ],
)
def test_words_of_every_day_name_no_disease(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("Stroke 3 months ago with residual left hemiparesis.", ["I69.354"]),
        ("Prior stroke with dysarthria.", ["I69.322"]),
        ("Prior stroke. No deficits.", ["Z86.73"]),
        ("Cervical radiculopathy. Cervical disc herniation C5-6.", ["M50.122"]),
        ("Strep pharyngitis, rapid strep positive.", ["J02.0"]),
        ("Thyroid nodule, 2.3 cm. Multinodular goiter.", ["E04.2"]),
        ("Conjunctivitis, left eye, viral.", ["B30.9"]),
        ("Osteoarthritis, right knee, primary.", ["M17.11"]),
        ("Cellulitis, left lower leg.", ["L03.116"]),
        ("28 weeks pregnant, normal pregnancy supervision. Breech presentation.", ["O32.1XX0", "Z3A.28"]),
    ],
)
def test_one_code_states_what_belongs_together(code_note: CodeNote, assessment: str, expected: list[str]) -> None:
    assert codes(code_note(f"Assessment: {assessment}")) == expected


def test_a_tumor_that_was_taken_out_is_current_while_its_treatment_goes_on(code_note: CodeNote) -> None:
    title = "ASSESSMENT AND PLAN\nDuctal carcinoma in situ of left breast, status post lumpectomy."
    assert codes(code_note(f"{title}\n- Margins are negative. Will refer to radiation oncology."))[0] == "D05.12"
    assert codes(code_note(f"{title}\n- No evidence of disease. Mammogram in a year."))[0] == "Z86.000"


def test_a_problem_before_a_dash_is_one_of_the_list_however_long_its_line(code_note: CodeNote) -> None:
    note = (
        "A/P:\nElevated ferritin - likely due to prior liver disease vs hemochromatosis, HFE gene testing sent to a lab.\n"
        "Hypertension, stable."
    )
    assert codes(code_note(note)) == ["R79.89", "I10"]


@pytest.mark.parametrize("said", ["Flu shot UTD.", "Influenza vaccine up to date.", "Immunizations are up-to-date."])
def test_a_vaccine_that_is_up_to_date_is_not_given_today(code_note: CodeNote, said: str) -> None:
    assert codes(code_note(f"Assessment: Hypertension. {said}")) == ["I10"]


def test_an_assessment_whose_stroke_a_scan_made_a_letter_is_read(code_note: CodeNote) -> None:
    assert codes(code_note("S: Constipated.\n\nAJP:\n1. Hypertension - routine.\n")) == ["I10"]
