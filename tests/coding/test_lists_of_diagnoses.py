"""Lists as they are dictated: what a comma parts, whose side a letter is, what stands behind what."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("diagnoses", "expected", "absent"),
    [
        ("HTN, CKD3a, HFpEF.", ["I13.0", "N18.31", "I50.30"], {"I12.9"}),
        ("CHF, HTN, CKD 3a.", ["I13.0", "I50.9", "N18.31"], {"I12.9"}),
        ("HTN with ESRD on HD, LVH.", ["I13.11", "N18.6", "Z99.2"], {"I13.2", "I51.7"}),
        ("Hypertensive heart disease, CKD 3.", ["I13.10", "N18.30"], {"I11.9"}),
        ("Migraine without aura, hypertension, depression.", ["G43.009", "I10", "F32.A"], set()),
        ("MDD recurrent severe w/o psychosis, PTSD, homeless.", ["F33.2", "F43.10", "Z59.00"], {"F29"}),
        ("Diverticulitis without perforation, abscess.", ["K57.92"], {"L02.91"}),
        ("Gout without tophi, CKD 3, or gastritis.", [], {"N18.30", "K29.70"}),
        ("T2DM without retinopathy, on metformin.", ["E11.9", "Z79.84"], {"E11.319"}),
        ("No retinopathy with diabetes.", ["E11.9"], {"E11.319"}),
        ("No neuropathy or retinopathy with type 2 diabetes.", ["E11.9"], {"E11.319", "G62.9"}),
        ("Hot flashes due to anastrozole, trial of venlafaxine.", ["R23.2", "T38.6X5A"], {"T43.215A"}),
        ("Edema due to HCTZ.", ["T50.2X5A"], set()),
        ("Former smoker, COPD on 2L home O2, chronic hypoxic respiratory failure, lung nodule RUL 8 mm.", ["R91.1"], set()),
    ],
)  # fmt: skip
def test_a_list_of_a_visit(code_note: CodeNote, diagnoses: str, expected: list[str], absent: set[str]) -> None:
    found = codes(code_note(f"ASSESSMENT: {diagnoses}\n"))
    assert set(expected) <= set(found)
    assert absent.isdisjoint(found)


@pytest.mark.parametrize(
    ("diagnoses", "expected"),
    [
        ("Hip pain, acute blood loss anemia, AKI.", ["M25.559", "D62", "N17.9"]),
        ("Acute respiratory failure with hypoxia, acute kidney failure.", ["J96.01", "N17.9"]),
        ("Chronic kidney disease stage 3, chronic pain, chronic anemia.", ["N18.30", "G89.29", "D64.9"]),
        ("Heart failure with reduced EF, heart block.", ["I50.20", "I45.9"]),
        ("Acute cystitis with hematuria, acute otitis media right ear.", ["N30.01", "H66.91"]),
        ("Acute on chronic kidney failure, acute on chronic pancreatitis.", ["N17.9", "N18.9", "K85.90", "K86.1"]),
        ("Hypertensive heart and kidney disease, CKD stage 5.", ["I13.11", "N18.5"]),
        ("Hypertensive heart and kidney disease, heart failure, ESRD.", ["I13.2", "I50.9", "N18.6"]),
        ("Hypertensive heart disease, CKD 5, heart failure.", ["I13.2", "N18.5", "I50.9"]),
        ("Right ankle sprain, right wrist fracture.", ["S93.401A", "S62.101A"]),
        ("Right hip pain, right shoulder bursitis.", ["M25.551", "M75.51"]),
        ("Left knee pain, right knee osteoarthritis.", ["M25.562", "M17.11"]),
        ("Knee pain, right knee osteoarthritis.", ["M17.11"]),
        ("Left heel pain, left plantar fasciitis.", ["M72.2"]),
        ("Stage 2 pressure ulcer left heel, unstageable pressure ulcer right heel.", ["L89.622", "L89.610"]),
    ],
)
def test_what_stands_twice_in_a_list(code_note: CodeNote, diagnoses: str, expected: list[str]) -> None:
    assert codes(code_note(f"ASSESSMENT: {diagnoses}\n")) == expected


@pytest.mark.parametrize(
    ("diagnoses", "expected"),
    [
        ("Acute L MCA ischemic stroke w/ R hemiparesis.", {"I63.512", "G81.91"}),
        ("L knee OA w/ R ankle sprain.", {"M17.12", "S93.401A"}),
        ("Knee OA - R knee, s/p L THA.", {"M17.11", "Z96.642"}),
    ],
)
def test_a_letter_is_the_side_of_what_it_stands_before(code_note: CodeNote, diagnoses: str, expected: set[str]) -> None:
    assert expected <= set(codes(code_note(f"ASSESSMENT: {diagnoses}\n")))


@pytest.mark.parametrize(
    ("diagnoses", "order"),
    [
        ("1. E. coli pyelonephritis. 2. MRSA cellulitis of left leg.", ["N12", "B96.20", "L03.116", "B95.62"]),
        ("T2DM, E. coli UTI, AKI.", ["E11.9", "N39.0", "B96.20", "N17.9"]),
    ],
)
def test_an_infection_stands_before_its_organism(code_note: CodeNote, diagnoses: str, order: list[str]) -> None:
    assert codes(code_note(f"DISCHARGE DIAGNOSES: {diagnoses}\n", setting="inpatient")) == order


def test_birth_weight_stands_before_the_weeks_of_gestation(code_note: CodeNote) -> None:
    note = "NEWBORN DISCHARGE SUMMARY: Infant boy born at 35 weeks 2 days by vaginal delivery, BW 2100 g.\n"
    assert codes(code_note(note, setting="inpatient")) == ["Z38.00", "P07.18", "P07.38"]


@pytest.mark.parametrize("said", ["PEG deferred", "PEG tube placement discussed", "PEG declined"])
def test_what_was_not_placed_is_no_status(code_note: CodeNote, said: str) -> None:
    assert "Z93.1" not in codes(code_note(f"DISCHARGE DIAGNOSES: Dysphagia. {said}.\n", setting="inpatient"))
    assert "Z93.1" in codes(code_note("DISCHARGE DIAGNOSES: Dysphagia. PEG in place.\n", setting="inpatient"))


@pytest.mark.parametrize(
    ("note", "expected", "absent"),
    [
        ("Dx: acute cystitis w/ hematuria. preg neg.", {"N30.01"}, set()),
        ("Dx: Dysuria. UA nit pos.", {"R30.0"}, {"B85.2"}),
        ("Dx: head lice, nits seen.", {"B85.0"}, set()),
        ("ASSESSMENT: stage IV lung adenoca LUL w/ liver mets.", {"C34.12", "C78.7"}, set()),
        ("ED: intentional overdose of acetaminophen. Dx: APAP OD, SA, MDD single episode severe.", {"T39.1X2A", "F32.2"}, set()),
        ("HPI: vaginal bleeding and cramping since last night. DIAGNOSES: cramping since last night.", set(), {"G47.62"}),
    ],
)  # fmt: skip
def test_what_emergency_rooms_shorten(code_note: CodeNote, note: str, expected: set[str], absent: set[str]) -> None:
    found = set(codes(code_note(f"{note}\n", setting="ed")))
    assert expected <= found
    assert absent.isdisjoint(found)


@pytest.mark.parametrize(
    ("diagnoses", "expected"),
    [
        ("Severe preeclampsia, 36 weeks, anemia.", {"O14.13", "Z3A.36", "O99.013"}),
        ("Acute appendicitis with perforation, peritonitis.", {"K35.32"}),
    ],
)
def test_an_item_that_says_more_of_another(code_note: CodeNote, diagnoses: str, expected: set[str]) -> None:
    found = codes(code_note(f"DISCHARGE DIAGNOSES: {diagnoses}\n", setting="inpatient"))
    assert expected <= set(found)
    assert "K65.9" not in found
