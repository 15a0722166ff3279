"""Chapter 15: whose record, which period, what stands beside it."""

from __future__ import annotations

from conftest import CodeNote, codes


def test_bacteria_in_the_urine_are_no_carriage(code_note: CodeNote) -> None:
    note = "OB visit, 34w1d, G4P2.\nImpression:\n1. Group B strep bacteriuria this pregnancy - treated."
    assert set(codes(code_note(note))) == {"O23.43", "B95.1", "Z3A.34"}


def test_chapter_15_first_and_the_condition_beside_it(code_note: CodeNote) -> None:
    found = codes(
        code_note(
            "HPI: 30w2d pregnant\nA/P:\n1. Supervision of high risk pregnancy\n2. Hypothyroidism, cont levothyroxine"
        )
    )
    assert {"O99.283", "E03.9", "Z3A.30"} <= set(found)
    assert found[0].startswith("O")


def test_delivered_in_this_stay_is_in_childbirth(code_note: CodeNote) -> None:
    note = (
        "DELIVERY SUMMARY\nGA 38w4d. SVD of viable male, Apgars 8/9.\nDischarge diagnoses:\n"
        "1. Gestational diabetes, diet controlled\n"
        "2. Anemia complicating pregnancy"
    )
    found = set(codes(code_note(note, "inpatient")))
    assert {"O24.420", "O99.02", "Z37.0", "Z3A.38"} <= found
    assert not any(code.startswith(("Z33", "O24.41")) for code in found)


def test_nothing_of_the_mother_on_the_record_of_the_child(code_note: CodeNote) -> None:
    note = (
        "NEWBORN DISCHARGE SUMMARY\nBorn by cesarean for breech at 39w0d.\n"
        "Diagnoses:\n1. Single liveborn, born in hospital by cesarean"
    )
    found = codes(code_note(note, "inpatient"))
    assert found[0] == "Z38.01"
    assert not any(code.startswith(("O", "Z3A", "Z37")) for code in found)


def test_drugs_control_gestational_diabetes(code_note: CodeNote) -> None:
    found = codes(code_note("HPI: 29w1d\nA/P:\n1. Gestational diabetes\n   - on metformin 500 BID"))
    assert not any(code.startswith("Z79.8") for code in found)


def test_days_after_a_delivery_of_this_stay_leave_it_in_childbirth(code_note: CodeNote) -> None:
    note = """DELIVERY SUMMARY
29 y/o G2P1001 @ 39w4d admitted for IOL for A1GDM. SVD viable female 3620g apgars 8/9.
Uterine atony treated with methergine, PPH. PPD2 discharge. Acute blood loss anemia.
Dx: SVD, A1GDM, PPH due to atony, acute blood loss anemia"""
    found = codes(code_note(note, "inpatient"))
    assert {"O24.420", "O72.1", "O90.81", "D62", "Z37.0", "Z3A.39"} <= set(found)
    assert "O62.2" not in found
