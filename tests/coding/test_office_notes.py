"""Office visits with the plan in full sentences: which of them name a problem, a status, a plan, and what belongs to what."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        # a paragraph without a title, in a sentence that says whom it speaks of
        (
            "The patient has hyperthyroidism, and with positive antibodies and a diffuse goiter this is Graves' disease. "
            "Methimazole was started.\n\nVitamin D deficiency. Cholecalciferol daily.",
            {"E05.00", "E55.9"},
        ),
        # paragraphs that all open with a problem: what their plans mention names none
        (
            "Acute cystitis with hematuria. Because hives came with her antibiotic in March I chose nitrofurantoin, and she will "
            "drink more water.\n\nHypothyroidism. She is due for her yearly blood test, and levothyroxine was refilled today.",
            {"N30.01", "E03.9"},
        ),
        # what the assessment says of a status or a use that bears on care
        ("1. Acute cystitis. No trimethoprim because of her sulfa allergy.", {"N30.00", "Z88.2"}),
        # "history" as what was told today, and a plan behind a denial
        (
            "1. Low back pain.\n- Medical Reasoning: The history and exam show an acute lumbar strain, no red flags.",
            {"S39.012A"},
        ),
        ("1. Breast cancer, left: no evidence of recurrence, continue anastrozole.", {"C50.912", "Z79.811"}),
        ("GERD with erosive esophagitis (LA grade B).", {"K21.00"}),
        (
            "1. Aortic stenosis - tell me about any syncope, angina.\n2. CAD s/p CABG, no angina.",
            {"I35.0", "I25.10", "Z95.1"},
        ),
        ("1. Gout. Due for pneumococcal vaccine; Shingrix next visit.", {"M10.9"}),
        ("Varicose vein ulcer of the right shin with fat layer exposed.", {"I83.018", "L97.812"}),
        ("Intrinsic atopic dermatitis: bleach baths.", {"L20.84"}),
        ("1. Gout. Check creatinine because of long-term NSAID use.", {"M10.9", "Z79.1"}),
        ("1. Gout. Ibuprofen for pain.\n2. Onychomycosis, painful.", {"M10.9", "B35.1"}),
        ("1. Pain. Continue acetaminophen.", {"R52"}),
        ("1. Mild persistent asthma - yearly eye exam.\n2. Gout. No change. Skin check.", {"J45.30", "M10.9"}),
        ("1. Skin check. No suspicious lesion.", {"Z12.83"}),
        # one problem in several words
        ("PTSD, chronic, with nightmares.", {"F43.12"}),
        ("CAD with stable exertional angina.", {"I25.118"}),
        ("Murmur, explained by mild aortic stenosis.", {"I35.0"}),
        ("Right spastic hemiparesis, dominant side, as a late effect of her stroke.", {"I69.351"}),
        ("Complete paraplegia. Wheelchair dependent.", {"G82.21", "Z99.3"}),
        # what is over
        ("1. Prior adenomatous colon polyp, none now.", {"Z86.0101"}),
        ("1. Left ureteral stone, treated, stone free.", {"Z87.442"}),
        # a link that the provider makes
        ("Pulmonary hypertension secondary to interstitial lung disease.", {"I27.23", "J84.9"}),
        ("Pulmonary hypertension, ILD.", {"I27.20", "J84.9"}),
        # "breakthrough" and "not intractable" say nothing of intractable
        ("Temporal lobe epilepsy, not intractable, two breakthrough seizures.", {"G40.109"}),
        ("Temporal lobe epilepsy. Epilepsy with two breakthrough seizures.", {"G40.109"}),
        ("Focal epilepsy with focal impaired awareness seizures.", {"G40.209"}),
    ],
)
def test_an_assessment(code_note: CodeNote, assessment: str, expected: set[str]) -> None:
    assert set(codes(code_note(f"Assessment:\n{assessment}\n"))) == expected


def test_the_body_mass_of_the_diagnosis_is_coded(code_note: CodeNote) -> None:
    note = "VITALS: BMI 35.7, recheck 36.1\nAssessment:\n1. Class 2 obesity, BMI 36.1."
    assert codes(code_note(note)) == ["E66.812", "Z68.36"]


def test_a_device_check_as_the_reason_for_the_visit(code_note: CodeNote) -> None:
    note = "Reason for visit: Pacemaker check.\nAssessment:\n1. Sick sinus syndrome, normal function of the device."
    assert set(codes(code_note(note))) == {"I49.5", "Z45.018"}


def test_immunosuppressants_beside_the_immunodeficiency(code_note: CodeNote) -> None:
    note = "Medications: tacrolimus 3 mg bid.\nAssessment: Immunosuppressed due to tacrolimus. Kidney transplant."
    assert {"D84.821", "Z79.621", "Z94.0"} <= set(codes(code_note(note)))


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        # what an ordered test or a screening looks for is nobody's disease
        ("1. Screening for STIs - GC/CT NAAT, HIV, RPR sent. Condoms advised.", {"Z11.3"}),
        ("1. Screening for STIs. HIV, syphilis, hepatitis C sent.", {"Z11.3"}),
        ("1. Fatigue. Check HIV and hepatitis C.", {"R53.83"}),
        ("1. HIV, HCV coinfection.", {"Z21", "B19.20"}),
        ("1. HIV screening positive.", {"Z21"}),
        ("1. Hepatitis C. Check hepatitis C viral load.", {"B19.20"}),
        # a cue before a name speaks of the whole name
        ("1. Gout, no migraine with aura.", {"M10.9"}),
        ("1. Wheezing, possible asthma with exacerbation.", {"R06.2"}),
        # what a pain of cancer, a contraceptive, a plan say besides
        ("1. Cancer-related pain, right upper quadrant.", {"G89.3"}),
        ("1. Gout. Palliative care visit set up.", {"M10.9"}),
        ("1. Contraception - OCPs refilled.", {"Z30.41"}),
        ("1. Hypertension, uncontrolled because she forgets her amlodipine.", {"I10", "T46.1X6A", "Z91.138"}),
        # the reading of the words that says with what
        ("1. Cervical spondylosis with C6 radiculopathy on the right.", {"M47.22"}),
        ("1. Lumbar disc herniation at L5-S1 with left-sided radiculopathy.", {"M51.17"}),
        ("1. Separation anxiety disorder.", {"F93.0"}),
        ("1. Hypertensive heart disease. Acute on chronic systolic heart failure.", {"I11.0", "I50.23"}),
        (
            "1. Healing closed fracture of the lower end of the right radius, with fracture of the ulnar styloid, six weeks.",
            {"S52.501D", "S52.611D"},
        ),
        ("1. Low back pain. Muscle strain is most likely.", {"M54.50"}),
        (
            "1. Dizziness.\n- Medical Reasoning: This is due to orthostatic hypotension from her tamsulosin.",
            {"I95.2", "T44.6X5A"},
        ),
        # what explains the symptom of a title is the diagnosis (IV.D), what only stands beside it is not
        (
            "1. Left shoulder pain.\n- Medical Reasoning: Her examination shows rotator cuff tendinitis on the left.",
            {"M75.82"},
        ),
        ("1. Left shoulder pain.\n- Medical Reasoning: Findings are consistent with bursitis.", {"M25.512"}),
        ("1. Abdominal pain. Her CT shows acute appendicitis, and the surgeon was called.", {"K35.80"}),
        ("1. Cough. He has COPD, but his lungs are clear, and lisinopril is the reason.", {"R05.9"}),
    ],
)
def test_a_plan(code_note: CodeNote, plan: str, expected: set[str]) -> None:
    assert set(codes(code_note(f"A/P:\n{plan}\n2. Vitamin D deficiency.\n"))) == expected | {"E55.9"}


def test_an_evaluation_before_an_operation(code_note: CodeNote) -> None:
    note = "CHIEF COMPLAINT: Preoperative evaluation.\nASSESSMENT:\n1. Right hip osteoarthritis, for arthroplasty."
    assert set(codes(code_note(note))) == {"Z01.818", "M16.11"}


def test_a_long_paragraph_opens_with_how_a_problem_is(code_note: CodeNote) -> None:
    note = (
        "Assessment:\nAcute DVT of the right femoral vein, provoked. No injury was found, and no other cause so far, "
        "so that she goes on as she is.\n\nReturn in four months."
    )
    assert codes(code_note(note)) == ["I82.411"]


@pytest.mark.parametrize(
    ("said", "expected"), [("Flu shot at pharmacy.", ["I10"]), ("Flu shot today.", ["I10", "Z23"])]
)
def test_a_vaccine_of_this_visit(code_note: CodeNote, said: str, expected: list[str]) -> None:
    assert codes(code_note(f"A/P: HTN - continue\n{said}\n")) == expected


def test_a_pacemaker_that_is_adjusted_is_told_by_its_adjustment(code_note: CodeNote) -> None:
    note = "Reason for visit: pacemaker check.\nAssessment:\n1. Sick sinus syndrome, presence of cardiac pacemaker."
    assert set(codes(code_note(note))) == {"I49.5", "Z45.018"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Paronychia of the right great toe.", {"L03.031"}),  # not of a finger: the toe is said
        ("Nicotine dependence, cigarettes, in early remission.", {"F17.211"}),
        ("Coronary artery disease after bypass surgery, with no angina.", {"I25.10", "Z95.1"}),
        ("Functional constipation, with stool withholding.", {"K59.04"}),
    ],
)
def test_words_between(code_note: CodeNote, said: str, expected: set[str]) -> None:
    assert set(codes(code_note(f"Assessment: {said}\n"))) == expected


def test_what_is_cut_tells_what_was_done(code_note: CodeNote) -> None:
    note = "HPI: She was slicing an onion when the knife slipped.\nAssessment: Laceration of the left index finger."
    assert {"S61.211A", "Y93.G1"} <= set(codes(code_note(note)))


def test_weakness_of_a_torn_cuff(code_note: CodeNote) -> None:
    note = "Assessment: She has a complete rotator cuff tear of the right shoulder. Given her weakness, repair is best for her."
    assert codes(code_note(note)) == ["M75.121"]


def test_what_a_patient_is_to_call_for_is_none_of_his_problems(code_note: CodeNote) -> None:
    note = (
        "Assessment:\nGout. Continue allopurinol.\nThe patient has an appointment with cardiology for his atrial fibrillation "
        "next week and will call if he has chest pain or breathlessness."
    )
    assert codes(code_note(note)) == ["M10.9"]
