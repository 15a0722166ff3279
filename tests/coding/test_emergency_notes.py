"""Emergency notes: several injuries in a line, what hurt the patient, what a statement leaves to its neighbors."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("diagnoses", "expected"),
    [
        ("R index finger laceration with radial digital nerve laceration", {"S61.210A", "S64.490A"}),
        ("laceration left thumb with ulnar digital nerve injury", {"S61.012A", "S64.32XA"}),
        ("L wrist laceration with median nerve injury and FCR tendon laceration", {"S61.512A", "S64.12XA", "S66.829A"}),
        ("R thumb laceration with EPL tendon laceration", {"S61.011A", "S66.221A"}),
        ("complex lac R hand w/ extensor tendon laceration", {"S61.411A", "S66.329A"}),
        ("Lacerations of right index and middle fingers", {"S61.210A", "S61.212A"}),
        ("contusion left index, middle and ring fingers", {"S60.022A", "S60.032A", "S60.042A"}),
        ("crush injury R ring and little fingers", {"S67.194A", "S67.196A"}),
        ("fractures of right 4th and 5th metacarpal necks", {"S62.334A", "S62.336A"}),
        ("contusion of left 2nd and 3rd toes", {"S90.122A"}),
        ("L middle finger open tuft fracture (nondisplaced), nail bed laceration", {"S62.663B", "S61.313A"}),
        ("R 5th metacarpal neck fracture, nondisplaced", {"S62.366A"}),
        ("Open L tibia/fibula shaft fracture, comminuted, Gustilo type II", {"S82.252B", "S82.452B"}),
        ("right humeral shaft fracture, oblique", {"S42.331A"}),
        ("Puncture wound R foot without FB, cellulitis R foot", {"S91.331A", "L03.115"}),
        ("concussion w/o LOC, scalp laceration", {"S06.0X0A", "S01.01XA"}),
        ("Corneal abrasion, left eye", {"S05.02XA"}),
        ("stab wound RUQ abdominal wall with peritoneal penetration", {"S31.630A"}),
        ("laceration of abdominal wall LLQ without peritoneal violation", {"S31.114A"}),
        ("Traumatic amputation R index finger through middle phalanx, complete", {"S68.610A"}),
        ("partial amputation left thumb through distal phalanx", {"S68.522A"}),
        ("left rib fractures 3-5, hemothorax", {"S22.42XA", "S27.1XXA"}),
        ("Complex laceration L thigh with quadriceps muscle laceration", {"S71.112A", "S76.122A"}),
        ("R zygomatic arch fracture, R maxillary fracture", {"S02.40EA", "S02.40CA"}),
        ("L superior and inferior pubic rami fx", {"S32.512A", "S32.592A"}),
        ("traumatic SAH, no LOC, forehead laceration", {"S06.6X0A", "S01.81XA"}),
        ("MVC. L wrist fracture, R lung contusion, L knee abrasion", {"S62.102A", "S27.321A", "S80.212A", "V89.2XXA"}),
        ("abrasions bilat hands + L knee", {"S60.511A", "S60.512A", "S80.212A"}),
        ("Scald burns 2nd degree chin, chest and L upper arm", {"T20.23XA", "T21.21XA", "T22.232A"}),
        ("laceration left big toe", {"S91.112A"}),
        ("fracture right great toe, laceration left second toe", {"S92.401A", "S91.115A"}),
        ("open fracture L 2nd toe, nail avulsion L 2nd toe", {"S92.502B", "S91.205A"}),
        ("Foreign body L ear (bead)", {"T16.2XXA", "W44.B1XA"}),
        ("chemical burn R cornea from bleach", {"T54.3X1A", "T26.61XA"}),
        ("L femoral shaft spiral fracture, suspected non-accidental trauma", {"S72.342A", "T76.12XA"}),
    ],
)
def test_injuries_of_a_line(code_note: CodeNote, diagnoses: str, expected: set[str]) -> None:
    assert set(codes(code_note(f"Impression: {diagnoses}", "ed"))) == expected


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("HPI: 80F slipped and fell.\nDx: T12 compression fracture", {"S22.080A", "W01.0XXA"}),
        ("HPI: back pain, no fall or trauma.\nDx: L1 compression fracture", {"M48.56XA"}),
        (
            "HPI: 75M fell.\nDx: chronic L1 compression fracture, right wrist fracture",
            {"M48.56XA", "S62.101A", "W19.XXXA"},
        ),
    ],
)
def test_a_vertebra_that_an_accident_broke(code_note: CodeNote, note: str, expected: set[str]) -> None:
    assert set(codes(code_note(note, "ed"))) == expected


@pytest.mark.parametrize(
    ("account", "diagnosis", "cause"),
    [
        ("T-boned on L side by a pickup truck, restrained driver of a sedan.", "Contusion of left hip", {"V43.53XA"}),
        ("Operating motorcycle, hit a deer at 45 mph.", "Contusion of left hip", {"V20.49XA"}),
        ("Fell from slide at his preschool.", "Contusion of left hip", {"W09.0XXA", "Y92.210"}),
        ("Found face down in the family's backyard pool.", "Nonfatal drowning", {"W67.XXXA", "Y92.008"}),
        ("Brought in after sleeping in tent in -10F.", "Hypothermia", {"X31.XXXA"}),
        ("480V shock from machine panel at the factory.", "Electrical shock injury", {"W86.1XXA", "Y92.63"}),
        (
            "Stabbed w/ kitchen knife at their apartment.",
            "Stab wound left thigh, assault by knife",
            {"X99.1XXA", "Y92.039"},
        ),
        ("9 mo old scratched her L eye w/ fingernail.", "Corneal abrasion, left eye", {"W50.4XXA"}),
        ("Fell snowboarding.", "Contusion of left hip", {"V00.311A", "Y93.23"}),
        ("Tripped over dog, hit face on coffee table.", "Contusion of left hip", {"W01.190A"}),
        ("tripped on a rug and hit her head on the wall.", "Contusion of left hip", {"W01.198A"}),
        ("19M football, tackled.", "Contusion of left hip", {"W03.XXXA", "Y93.61"}),
        ("24M rugby, head to head collision during match.", "Contusion of left hip", {"W51.XXXA", "Y93.63"}),
        ("8yo jumping on trampoline at friend's house, landed wrong.", "Contusion of left hip", {"Y93.44", "Y92.009"}),
        ("Cut L forearm with razor.", "superficial self-inflicted lacerations L forearm", {"X78.8XXA"}),
        ("Nurse, needlestick after giving pt insulin.", "Puncture wound left index finger", {"W46.1XXA"}),
        ("Put bead up R nose at daycare.", "R nasal foreign body", {"T17.1XXA", "W44.B1XA", "Y92.210"}),
        ("Restrained front seat passenger, rear-end by a van.", "Contusion of left hip", {"V43.64XA"}),
        ("Bicyclist hit by a car.", "Contusion of left hip", {"V13.4XXA"}),
        ("Lost on trail, running in 105F heat.", "Heat stroke", {"T67.01XA", "X30.XXXA"}),
        ("Rolled off couch.", "Contusion of left hip", {"W08.XXXA"}),
        ("Grinding metal. FB removed w 25g needle.", "Corneal foreign body right eye", set()),
        ("Bit by dog. Tetanus updated.", "Dog bite R calf", {"W54.0XXA", "Z23"}),
        ("Mom's bf states rolled off couch.", "femur fracture, suspected child physical abuse", {"T76.12XA"}),
    ],
)
def test_what_hurt_the_patient(code_note: CodeNote, account: str, diagnosis: str, cause: set[str]) -> None:
    found = codes(code_note(f"HPI: {account}\nDx: {diagnosis}", "ed"))
    assert {code for code in found if not code.startswith(("S", "T33", "T68", "T75", "T15"))} == cause


def test_an_assault_and_its_perpetrator(code_note: CodeNote) -> None:
    note = "HPI: Punched L eye.\nDx: adult physical abuse by boyfriend, contusion of neck"
    assert set(codes(code_note(note, "ed"))) == {"T74.11XA", "S10.93XA", "Y04.0XXA", "Y07.030"}


@pytest.mark.parametrize(
    ("diagnoses", "expected"),
    [
        ("hypoglycemia due to insulin, ESRD, missed HD", {"E16.0", "T38.3X5A", "N18.6", "Z91.158", "Z99.2"}),
        ("neonatal fever, neonatal UTI", {"P39.3"}),
        ("renal colic L, ureterolithiasis 4mm, hematuria", {"N20.1"}),
        ("Cat bite R hand, cellulitis R hand, lymphangitis R arm", {"S61.451A", "L03.113", "W55.01XA"}),
        ("allergic reaction to shrimp, urticaria", {"T78.19XA", "L50.9"}),
        ("Alcohol intoxication, facial contusion", {"F10.129", "S00.83XA"}),
    ],
)
def test_a_line_of_diagnoses(code_note: CodeNote, diagnoses: str, expected: set[str]) -> None:
    assert set(codes(code_note(f"Impression: {diagnoses}", "ed"))) == expected


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("A/P: Gout due to hydrochlorothiazide", {"M10.20", "T50.2X5A"}),
        ("A/P: Alopecia due to chemotherapy", {"L65.8", "T45.1X5A"}),
        ("A/P:\n1. Migraine without aura - start topiramate, OCP interaction discussed", {"G43.009", "Z79.3"}),
    ],
)
def test_what_a_drug_did_or_may_do(code_note: CodeNote, note: str, expected: set[str]) -> None:
    assert set(codes(code_note(note, "ed"))) == expected
