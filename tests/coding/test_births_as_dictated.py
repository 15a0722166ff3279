"""Deliveries and births in the words of those who were there: whose record it is, how it ended, in which week."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("NSVD at 40 weeks. Single live born.", "O80 Z3A.40 Z37.0"),
        ("28 yo G3P2 at 39w2d admitted in active labor. NSVD of viable female infant.", "O80 Z3A.39 Z37.0"),
        (
            "24 yo G1P0 at 41w0d here for IOL for postdates. Delivered a healthy baby boy vaginally. 1st degree laceration.",
            "O48.0 O70.0 Z3A.41 Z37.0",
        ),
        ("Delivery note: NSVD of a live male over intact perineum. Postpartum hemorrhage.", "O72.1 Z37.0"),
        ("Term female infant born via NSVD to a 28 yo G3P2 mother. Transient tachypnea.", "Z38.00 P22.1"),
        (
            "Late preterm male, 35w4d, born by repeat c-section to a 33 yo G2P2. Hypoglycemia treated with dextrose gel. "
            "Jaundice of prematurity, phototherapy.",
            "Z38.01 P07.38 P70.4 P59.0",
        ),
        ("Born to a 30yo G1P0 mother by c-section. Infant with respiratory distress syndrome.", "Z38.01 P22.0"),
    ],
)
def test_mother_and_child(code_note: CodeNote, note: str, expected: str) -> None:
    assert codes(code_note(note, "inpatient")) == expected.split()


@pytest.mark.parametrize(
    "note",
    [
        "A four-month-old boy admitted with vomiting. Normal pregnancy and delivery.",
        "Girl of 11 years with epilepsy. Pregnancy and normal delivery of the mother without problems.",
        "3 yo with asthma exacerbation. Birth history: normal vaginal delivery, mother had gestational diabetes.",
    ],
)
def test_the_birth_of_a_child_is_no_delivery_of_today(code_note: CodeNote, note: str) -> None:
    assert not [
        code for code in codes(code_note(note, "inpatient")) if code[0] == "O" or code.startswith(("Z37", "Z3A"))
    ]


@pytest.mark.parametrize(
    ("note", "first"),
    [
        ("Man of 70 with hypertension and tobacco use admitted with ischemic stroke.", "I63.9"),
        ("She had fever and cough. Lobar pneumonia was found.", "J18.1"),
    ],
)
def test_what_accompanies_a_stay_is_not_its_reason(code_note: CodeNote, note: str, first: str) -> None:
    assert codes(code_note(note, "inpatient"))[0] == first


@pytest.mark.parametrize(
    ("note", "kept", "gone"),
    [
        ("Assessment: hyponatremia due to SIADH", "E22.2", "E87.1"),
        ("Assessment: hypercalcemia, primary hyperparathyroidism", "E21.0", "E83.52"),
        ("Assessment: renal failure, CKD stage 4", "N18.4", "N19"),
        ("Assessment: pain; right knee pain", "M25.561", "R52"),
    ],
)
def test_what_an_excludes1_note_sends_elsewhere_gives_way(code_note: CodeNote, note: str, kept: str, gone: str) -> None:
    found = codes(code_note(note))
    assert kept in found and gone not in found
