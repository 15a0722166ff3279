"""Problems as busy clinicians write them: inverted names, bare devices, causes behind "2/2", what an old injury left."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("setting", "said", "expected", "absent"),
    [
        # names turned round, as the Index prints them; a grade belongs to what stands behind it
        ("outpatient", "Malnutrition, moderate", {"E44.0"}, {"E46"}),
        ("outpatient", "malnutrition - severe, HTN", {"E43", "I10"}, {"E46"}),
        ("outpatient", "Malnutrition, moderate aortic stenosis", {"E46", "I35.0"}, {"E44.0"}),
        ("outpatient", "MDD recurrent, moderate mitral regurgitation", {"F33.9", "I34.0"}, {"F33.1"}),
        ("outpatient", "CKD and stage 4 sacral ulcer", {"N18.9", "L89.154"}, {"N18.4"}),
        ("outpatient", "COPD, severe, with exac", {"J44.1"}, {"J44.9"}),
        ("outpatient", "Asthma, moderate persistent, w/ acute exac", {"J45.41"}, {"J45.40"}),
        ("outpatient", "migraine without aura, chronic, refractory", {"G43.719"}, {"G43.709"}),
        # each complication of a diabetes; what a stroke left says that it is hemiplegia
        ("outpatient", "T2DM w polyneuropathy and PAD", {"E11.42", "E11.51"}, set()),
        ("outpatient", "T2DM with neuropathy, nephropathy and retinopathy", {"E11.40", "E11.21", "E11.319"}, {"N28.9"}),
        ("outpatient", "L spastic hemiparesis d/t old CVA, nondominant", {"I69.354"}, {"G81.14"}),
        ("outpatient", "RHD, stroke with L hemiparesis", {"I63.9"}, {"I09.9"}),
        ("outpatient", "2ndary hyperpara", {"N25.81"}, set()),
        ("outpatient", "Hx CS x1, desires TOLAC, IUP 28w3d", {"O34.219", "Z3A.28"}, set()),
        ("outpatient", "surveillance colonoscopy, personal history adenomatous colon polyps", {"Z12.11", "Z86.0101"}, set()),
        ("outpatient", "RA, cont MTX, eye exam due", {"M06.9", "Z79.631"}, {"Z01.00"}),
        ("observation", "syncope. AKI resolved.", {"R55", "N17.9"}, set()),
        ("outpatient", "TIA. Start DAPT 21 d", {"G45.9"}, {"Z79.02"}),
        # bones by the adjective of their part; a fracture that heals leaves no callosity
        ("outpatient", "R IT fx", {"S72.141A"}, set()),
        ("outpatient", "R displaced intertrochanteric fx, 6 wks s/p IMN, XR callus", {"S72.141D"}, {"L84"}),
        ("outpatient", "both bone forearm fx L", {"S52.92XA"}, {"S52.91XA"}),
        ("outpatient", "rib fx L 5-7", {"S22.42XA"}, {"S22.32XA"}),
        ("outpatient", "osteoporosis w acute L1 compression fx. L1 comp fx", {"M80.08XA"}, {"M48.56XA"}),
        # what was given before does harm today
        ("outpatient", "anemia due to prior chemotherapy", {"D64.81", "T45.1X5A"}, {"D64.9"}),
        ("outpatient", "neuropathy from prior oxaliplatin", {"G62.0", "T45.1X5A"}, {"G62.9"}),
        ("outpatient", "normal pregnancy, multip, 20w1d", {"Z34.82", "Z3A.20"}, {"Z34.90"}),
        ("outpatient", "diverticulosis, few sigmoid tics", {"K57.30"}, {"F95.9"}),
        ("outpatient", "GSV reflux, varicose veins", {"I83.90"}, {"K21.9"}),
        # the skin of a place, as reports write it
        ("outpatient", "squamous cell carcinoma of skin of right ear", {"C44.222"}, {"C44.202"}),
        ("outpatient", "basal cell carcinoma of the skin of the left forearm", {"C44.619"}, {"C44.609"}),
        ("outpatient", "SCC of skin of neck", {"C44.42"}, {"C76.0"}),
        ("outpatient", "hammertoe L 2nd toe", {"M20.42"}, {"M20.40"}),
        ("outpatient", "cervical radic C6 L", {"M54.12"}, set()),
        ("outpatient", "OAB w/ urge incont", {"N32.81", "N39.41"}, set()),
        ("outpatient", "vit hemorrhage left eye", {"H43.12"}, {"R58"}),
        ("outpatient", "AS mod", {"I35.0"}, set()),
        ("outpatient", "TN V2 R", {"G50.0"}, set()),
        # both sides, the worse one first
        ("outpatient", "pain R>L knee", {"M25.561", "M25.562"}, set()),
        ("outpatient", "CTS, L>R", {"G56.03"}, set()),
        # the organism of a sepsis stands with its cause
        ("inpatient", "Septic shock due to pneumococcal pneumonia.", {"A40.3", "J13", "R65.21"}, {"A41.9"}),
        ("inpatient", "Septic shock 2/2 ESBL E. coli UTI.", {"A41.51", "R65.21", "N39.0", "Z16.12"}, {"A41.9"}),
        ("inpatient", "Sepsis. Pneumococcal pneumonia.", {"A41.9", "J13"}, {"A40.3"}),
        # the cause of a delirium
        ("inpatient", "delirium secondary to UTI and hyponatremia", {"F05", "N39.0", "E87.1"}, {"R41.0"}),
        ("inpatient", "Delirium due to oxycodone, taken as prescribed.", {"F11.921", "T40.2X5A"}, {"R41.0"}),
        ("inpatient", "delirium superimposed on dementia", {"F05", "F03.90"}, set()),
        ("inpatient", "Delirium. UTI.", {"R41.0", "N39.0"}, {"F05"}),
        # which site is that of the metastases
        ("inpatient", "RUL mets to brain", {"C34.11", "C79.31"}, {"C78.01"}),
        ("outpatient", "sigmoid adenoca w/ liver and lung mets", {"C18.7", "C78.7", "C78.00"}, {"C34.90"}),
        ("outpatient", "Melanoma w/ axillary LN mets", {"C43.9", "C77.3"}, {"C43.59"}),
        ("outpatient", "R ovarian ca w/ peritoneal carcinomatosis", {"C56.1", "C78.6"}, {"C48.2"}),
        ("outpatient", "R RCC with pulm mets", {"C64.1", "C78.00"}, {"C78.01"}),
        ("outpatient", "NSCLC w/ brain mets s/p SRS", {"C34.90", "C79.31"}, {"Z85.118"}),
        # what is not yet, and what is left behind
        ("outpatient", "HTN, CKD 5, not yet on dialysis.", {"I12.0", "N18.5"}, {"Z99.2"}),
        ("outpatient", "TBI 6 months ago with residual memory deficit.", {"R41.3", "S06.9XAS"}, {"Z87.820"}),
        ("outpatient", "Stroke 2 yrs ago with residual right dominant hemiparesis.", {"I69.351"}, {"I63.9"}),
        ("outpatient", "Scar R hand due to old 3rd degree burn", {"T23.301S"}, {"T23.301A"}),
        # an infection whose site is said is none of unspecified site; what is not ST elevation is no STEMI
        ("outpatient", "UTI d/t Klebsiella pneumoniae", {"N39.0", "B96.1"}, {"A49.8"}),
        ("outpatient", "Recurrent UTI - Pseudomonas.", {"N39.0", "B96.5"}, {"A49.8"}),
        ("inpatient", "NSTEMI type 1 - PCI LCx DES x1", {"I21.4"}, {"I21.21"}),
        ("inpatient", "contrast nephropathy", {"N14.11", "T50.8X5A"}, set()),
        ("inpatient", "Severe sepsis 2/2 aspiration PNA w/ acute hypoxic RF", {"J96.01", "J69.0", "R65.20"}, {"R09.02"}),
        ("outpatient", "AS, severe - TAVR w/u", {"I35.0"}, {"Z95.2"}),
        ("outpatient", "MDD recurrent severe w/o psychotic sx, AUD in remission", {"F33.2", "F10.91"}, {"F29"}),
        ("outpatient", "BPH w retention", {"N40.1", "R33.8"}, {"N40.0"}),
        ("outpatient", "stage 3 sacral PI, severe protein cal malnutrition", {"L89.153", "E43"}, {"E46"}),
        ("outpatient", "HTN. History of active hepatitis C, cured.", {"I10"}, {"B17.10", "B17.11", "B18.2", "B19.20"}),
        # who is told to stop smokes
        ("outpatient", "Needs PFTs, quit tobacco in her 40s", {"Z87.891"}, {"F17.200"}),
        ("outpatient", "Smokes 1 ppd, counseled to quit smoking", {"F17.210"}, {"Z87.891"}),
        ("outpatient", "Counseled to quit tobacco", {"F17.200"}, {"Z87.891"}),
        ("outpatient", "Tob: 1 ppd, not ready to quit", {"F17.210"}, {"Z87.891"}),
        ("outpatient", "Quit smoking in 2019, encouraged to stay so", {"Z87.891"}, {"F17.200"}),
        # no level of the spine that is not said
        ("outpatient", "cervical spinal cord injury", {"S14.109A"}, {"S14.101A"}),
        ("outpatient", "T8 spinal cord injury", {"S24.103A"}, {"S24.102A"}),
        ("inpatient", "25 yo G1P0 at 38w4d, SVD viable infant c/b PPH 2/2 atony", {"O72.1"}, {"O72.2"}),
    ],
)  # fmt: skip
def test_a_problem_as_it_is_written(
    code_note: CodeNote, setting: str, said: str, expected: set[str], absent: set[str]
) -> None:
    heading = "DISCHARGE DIAGNOSES" if setting == "inpatient" else "ASSESSMENT"
    found = set(codes(code_note(f"{heading}: {said}\n", setting=setting)))
    assert expected <= found
    assert absent.isdisjoint(found)


@pytest.mark.parametrize(
    ("note", "expected", "absent"),
    [
        ("PMH: PPM/CABG\nDISCHARGE DIAGNOSES: CAP", {"Z95.0", "Z95.1"}, set()),
        (
            "PSH: R TKA, RUL lobectomy, carpal tunnel release\nDISCHARGE DIAGNOSES: CAP",
            {"Z96.651", "Z90.2"},
            {"Z98.890"},
        ),
        ("PSH: bilateral cataract extraction with IOL\nDISCHARGE DIAGNOSES: CAP", {"Z98.41", "Z96.1"}, {"H26.9"}),
        ("DISCHARGE DIAGNOSES: Complete heart block with pacemaker", {"I44.2", "Z95.0"}, set()),
        ("DISCHARGE DIAGNOSES: Systolic HF, refer for ICD. Discussed PPM.", {"I50.20"}, {"Z95.810", "Z95.0"}),
        (
            "DISCHARGE DIAGNOSES: Anterior STEMI due to LAD occlusion.\nHOSPITAL COURSE: Taken to cath lab, DES to LAD.",
            {"I21.02"},
            {"Z95.5", "I24.0"},
        ),
        ("DISCHARGE DIAGNOSES: NSTEMI. CAD s/p DES to LAD 2019", {"I21.4", "I25.10", "Z95.5"}, set()),
        ("DISCHARGE DIAGNOSES: Complete heart block\nHOSPITAL COURSE: Dual chamber PPM placed.", {"I44.2"}, {"Z95.0"}),
    ],
)
def test_devices_and_operations_listed_bare(
    code_note: CodeNote, note: str, expected: set[str], absent: set[str]
) -> None:
    found = set(codes(code_note(f"{note}\n", setting="inpatient")))
    assert expected <= found
    assert absent.isdisjoint(found)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("SOCIAL: Smokes 1/2 ppd.", "F17.210"),
        ("SOCIAL: Chews tobacco daily.", "F17.220"),
        ("FAMILY: Father smokes 1 ppd.", "Z72.0"),
        ("SOCIAL: Lives alone.", "Z72.0"),
    ],
)
def test_of_tobacco_use_and_dependence_the_dependence(code_note: CodeNote, told: str, code: str) -> None:
    note = f"{told}\nASSESSMENT:\n1. COPD\n2. Tobacco - counselled 5 min, not ready\n"
    assert [one for one in codes(code_note(note)) if one.startswith(("F17", "Z72"))] == [code]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (
            "NEWBORN: Female born at 36w1d, 2450 g, vaginal delivery. Infant of GDM mother.",
            "Z38.00 P07.18 P07.39 P70.0",
        ),
        ("NEWBORN: Baby boy delivered via C/S at 36w1d, birth weight 2450 grams.", "Z38.01 P07.18 P07.39"),
        ("NICU d/c: Twin A born via c-section at 33w4d, BW 1680 g.", "Z38.31 P07.16 P07.36"),
        ("L&D: 27yo G2P1 @ 39w2d. SVD viable F, 2nd deg lac repaired. GBS+ PCN.", "O70.1 O99.824 Z37.0 Z3A.39"),
    ],
)
def test_births_told_in_short(code_note: CodeNote, note: str, expected: str) -> None:
    assert set(codes(code_note(f"{note}\n", setting="inpatient"))) == set(expected.split())


def test_a_list_of_bullets_with_what_is_done_names_every_problem(code_note: CodeNote) -> None:
    note = "Impression/Plan:\n- CKD3b, stable\n- Hyperkalemia: low K diet, Lokelma\n- Anemia of CKD: ESA\n"
    assert {"N18.32", "E87.5", "D63.1"} <= set(codes(code_note(note)))


def test_a_visit_in_pregnancy_is_no_childbirth(code_note: CodeNote) -> None:
    note = "PNV: G2P1 at 36w3d.\nA/P: IUP 36w3d, GBS positive - PCN in labor\n"
    assert "O99.820" in codes(code_note(note))
