"""The record of a birth, and that of the mother (I.C.16.a); measures beside an injury of the brain."""

from __future__ import annotations

from conftest import CodeNote, codes

BIRTH = "NEWBORN DISCHARGE\nTerm male born by vaginal delivery, birth weight 3420 g. Hyperbilirubinemia, phototherapy."


def test_the_birth_comes_first_on_the_record_of_the_newborn(code_note: CodeNote) -> None:
    assert codes(code_note(BIRTH, "inpatient")) == ["Z38.00", "P59.9"]
    assert codes(code_note(BIRTH.replace("vaginal delivery", "cesarean section"), "inpatient"))[0] == "Z38.01"


def test_the_visit_of_a_newborn(code_note: CodeNote) -> None:
    note = """NEWBORN CHECK - 9 days old
Baby boy born 39w4d SVD at 3.31 kg.
A/P:
1. Health check for newborn 9 days old - below birth weight by 3%, gaining since 5 days.
2. Neonatal jaundice - recheck in 2 days.
3. Difficulty with breastfeeding, poor latch - lactation today."""
    assert codes(code_note(note)) == ["Z00.111", "P59.9", "P92.5"]
    assert codes(code_note("POSTPARTUM VISIT, 2 weeks after SVD\nA/P:\n1. Difficulty with breastfeeding.")) == [
        "O92.79"
    ]


def test_no_kind_of_delivery_is_invented(code_note: CodeNote) -> None:
    told = BIRTH.replace("born by vaginal delivery", "delivered by midwife")
    assert not [code for code in codes(code_note(told, "inpatient")) if code.startswith("Z38")]


def test_the_birth_is_not_on_the_record_of_the_mother(code_note: CodeNote) -> None:
    note = (
        "DELIVERY NOTE\n31 yo G3P2 at 39w1d in labor. SVD of liveborn male infant. Second degree perineal laceration."
    )
    found = codes(code_note(note, "inpatient"))
    assert "Z37.0" in found
    assert not [code for code in found if code.startswith("Z38")]


def test_the_coma_scale_stands_beside_an_injury_of_the_brain(code_note: CodeNote) -> None:
    hurt = "Impression: TBI with subdural hematoma s/p fall. GCS 7 at scene."
    assert "R40.2431" in codes(code_note(hurt, "inpatient"))
    assert "R40.2431" not in codes(code_note("Impression: Pneumonia. GCS 7 at scene.", "inpatient"))
