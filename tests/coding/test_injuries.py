"""Injuries: causes and circumstances, episodes, lists of sites, fractures of diseased bone."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        pytest.param(
            "HPI: Tripped over a hose and fell in the garden of her own house.\nDx: Sprain of left ankle",
            {"S93.402A", "W01.0XXA", "Y92.007"},
            id="a room of a residence whose type is not stated",
        ),
        pytest.param(
            "HPI: Used to play hockey in high school. Fell off a ladder at the warehouse, on the job.\nDx: Contusion right hip",
            {"S70.01XA", "W11.XXXA", "Y92.59", "Y99.0"},
            id="what was long ago is no activity of today",
        ),
        pytest.param(
            "HPI: Fell while jogging in the park, not work related.\nDx: Abrasion left knee",
            {"S80.212A", "W19.XXXA", "Y93.02", "Y92.830", "Y99.8"},
            id="a fall of which nothing more is told",
        ),
        pytest.param(
            "HPI: 24M on motorcycle vs car last night.\nDx: Abrasion left forearm",
            {"S50.812A", "V23.99XA"},
            id="a motorcycle, and a car that hit it",
        ),
        pytest.param(
            "HPI: Motorcyclist, T-boned by an SUV, thrown.\nDx: Abrasion left forearm",
            {"S50.812A", "V23.49XA"},
            id="a motorcyclist is in no car",
        ),
        pytest.param(
            "HPI: He was driving home when he hit a motorcyclist.\nDx: Contusion of left knee",
            {"S80.02XA"},
            id="whom the patient hit tells nothing of the patient",
        ),
        pytest.param(
            "HPI: fell off his bike, FOOSH.\nDx: Contusion of left elbow",
            {"S50.02XA", "V18.4XXA"},
            id="the Index takes an accident with a bicycle for one in traffic",
        ),
        pytest.param(
            "HPI: 10yo fell off her bike in the park.\nDx: Contusion of left elbow",
            {"S50.02XA", "V18.0XXA", "Y92.830"},
            id="unless it happened elsewhere",
        ),
        pytest.param("Dx: Overdose of heroin, accidental, at home", {"T40.1X1A"}, id="a poisoning states its cause"),
        pytest.param(
            "HPI: passenger in a van, the van hit a tree on the county road.\nDx: Contusion of chest wall",
            {"S20.219A", "V57.6XXA", "Y92.413"},
            id="a transport accident of four facts",
        ),
    ],
)
def test_causes_and_circumstances(code_note: CodeNote, note: str, expected: set[str]) -> None:
    assert set(codes(code_note(note, "ed"))) == expected


@pytest.mark.parametrize(
    ("account", "diagnosis", "cause"),
    [
        ("Hit in the face by a baseball.", "Nasal bone fracture, closed", {"W21.03XA"}),
        ("Punched a wall, angry at his brother.", "Contusion of right hand", {"W22.01XA"}),
        ("Stubbed her toe on a coffee table.", "Contusion of right second toe", {"W22.03XA"}),
        ("Dropped a dumbbell on his foot last night.", "Contusion of right foot", {"W20.8XXA"}),
        ("burned her finger on a curling iron", "First degree burn of right index finger", {"X15.8XXA"}),
        ("Twisted her knee while skiing, she fell.", "Sprain of left knee", {"V00.321A", "Y93.23"}),
        ("Twisted his knee, then fell.", "Sprain of left knee", {"W19.XXXA"}),
        ("Fishhook stuck in the thumb.", "Superficial foreign body of right thumb", {"W45.3XXA"}),
        ("70F slipped in the bathtub and hit her ribs.", "Contusion of left hip", {"W18.2XXA"}),
        ("The hand saw slipped and cut his thumb.", "Laceration of right thumb", {"W27.0XXA"}),
        ("Cut with a table saw.", "Laceration of right thumb", {"W31.2XXA"}),
        ("6 h after a fall on ice in which she hurt her hip", "Contusion of left hip", {"W00.0XXA"}),
        ("Slipped getting out of the car.", "Contusion of left hip", {"W01.0XXA"}),
        ("Grease from a frying pan splashed on the arm", "Second degree burn of left forearm", {"X10.2XXA"}),
        ("Tackled in a game.", "Sprain of right acromioclavicular joint", {"W03.XXXA"}),
    ],
)
def test_an_account_in_everyday_words(code_note: CodeNote, account: str, diagnosis: str, cause: set[str]) -> None:
    found = codes(code_note(f"HPI: {account}\nA/P:\n1. {diagnosis}."))
    assert found[0][0] in "ST"
    assert set(found[1:]) == cause


def test_body_surface_without_the_word_burn(code_note: CodeNote) -> None:
    assert "T31.10" in codes(code_note("A/P:\n1. Scald, second degree, chest and abdomen, 15% TBSA."))
    assert codes(code_note("A/P:\n1. Toxic epidermal necrolysis, 35% TBSA."))[0] == "L51.2"
    assert not any(
        code.startswith("T31") for code in codes(code_note("A/P:\n1. Toxic epidermal necrolysis, 35% TBSA."))
    )


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("A/P: Left distal radius fracture s/p ORIF 6 weeks ago, healing well", ["S52.502D"]),
        ("CC: cast removal\nA/P: Right fibula shaft fracture, cast removed today", ["S82.401D"]),
        ("A/P: Nonunion, closed fracture of shaft of right tibia", ["S82.201K"]),
        ("PMH: hip fracture s/p ORIF 2009\nA/P: Contusion of left thigh", ["S70.12XA"]),
    ],
)
def test_episode_of_care(code_note: CodeNote, note: str, expected: list[str]) -> None:
    found = codes(code_note(note))
    assert [code for code in found if code[0] in "ST"] == expected
    assert not any(code.startswith(("Z47", "Z48", "Z98.890")) for code in found)


def test_a_complication_after_an_operation_is_treated(code_note: CodeNote) -> None:
    found = codes(code_note("A/P: Wound infection after surgery, s/p hernia repair 5 days ago"))
    assert found and not any(code.endswith("D") for code in found)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("Contusions of left shoulder and right hip", {"S40.012A", "S70.01XA"}),
        ("Fracture of shaft of right ulna and radius", {"S52.201A", "S52.301A"}),
        ("Osteoarthritis of both knees and left hip", {"M17.0", "M16.12"}),
        ("Anterior dislocation of left shoulder", {"S43.015A"}),
        ("Fracture of shaft of right 5th metacarpal", {"S62.326A"}),
        ("Open bite of left cheek", {"S01.452A"}),
    ],
)
def test_each_site_of_a_list(code_note: CodeNote, statement: str, expected: set[str]) -> None:
    assert set(codes(code_note(f"Dx:\n1. {statement}", "ed"))) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (
            "Laceration, right ring finger, without nail damage",
            "Laceration, right little finger",
            ["S61.214A", "S61.216A"],
        ),
        (
            "Fracture of proximal phalanx of right ring finger",
            "Fracture of proximal phalanx of right little finger",
            ["S62.614A", "S62.616A"],
        ),
    ],
)
def test_two_fingers_of_one_hand(code_note: CodeNote, first: str, second: str, expected: list[str]) -> None:
    assert codes(code_note(f"Dx:\n1. {first}\n2. {second}")) == expected


def test_a_pathological_fracture_takes_its_cause(code_note: CodeNote) -> None:
    found = codes(
        code_note("Diagnoses:\n1. Pathologic fracture of left femur due to metastatic renal cancer", "inpatient")
    )
    assert "M84.552A" in found
    assert not any(code.startswith(("S72", "M84.4")) for code in found)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("She was lifting heavy boxes at work.", {"X50.0XXA", "Y99.0"}),
        ("She twisted it while gardening.", {"X50.1XXA", "Y93.H2"}),
        ("She denies any twisting injury.", set()),
        ("She injured it playing soccer with her kids.", {"Y93.66"}),
    ],
)
def test_a_movement_is_a_cause_and_an_activity_may_stand_alone(
    code_note: CodeNote, told: str, expected: set[str]
) -> None:
    note = f"HPI: 40F with right ankle pain. {told}\nASSESSMENT:\n1. Right ankle sprain."
    assert {code for code in codes(code_note(note)) if code[0] in "VWXY"} == expected


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("SDH after MVC, +LOC 5 minutes", "S06.5X1A"),
        ("Concussion, LOC < 1 min", "S06.0X1A"),
        ("Concussion, no LOC", "S06.0X0A"),
        ("Concussion with LOC", "S06.0X9A"),
    ],
)
def test_consciousness_is_lost_as_long_as_the_record_tells(code_note: CodeNote, note: str, code: str) -> None:
    assert code in codes(code_note(note, "ed"))


def test_a_record_of_trauma_tells_that_its_injuries_are_traumatic(code_note: CodeNote) -> None:
    note = """TRAUMA H&P
24M unhelmeted motorcyclist vs car, ejected. +LOC < 30 min.
Imaging: small L frontal SDH. R tibia and fibula shaft fx comminuted. L clavicle midshaft fx displaced.
Plan:
1. SDH - repeat CT
2. Rib fxs R 4-8, PTX - chest tube
3. Open R tib-fib fx - OR
4. L clavicle fx - sling"""
    found = codes(code_note(note, "inpatient"))
    assert {"S06.5X1A", "S27.0XXA", "S42.022A"} <= set(found)
    assert any(code.startswith("S82.2") for code in found) and any(code.startswith("S82.4") for code in found)
    assert "J93.9" in codes(code_note("Assessment: pneumothorax", "inpatient"))
