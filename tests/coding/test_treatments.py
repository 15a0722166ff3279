"""What treatment does to the codes: cycles of chemotherapy, harm by it, dialysis and its access, cause of a healing injury."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("drugs", "encounter"),
    [
        ("carboplatin", ["Z51.11"]),
        ("pembrolizumab", ["Z51.12"]),
        ("pembrolizumab + pemetrexed", ["Z51.11", "Z51.12"]),
    ],
)
def test_who_comes_for_a_cycle_comes_for_its_drugs(code_note: CodeNote, drugs: str, encounter: list[str]) -> None:
    note = f"HPI: Lung adenocarcinoma s/p SRS to brain, here for cycle 5 {drugs}.\nAssessment:\n1. Lung adenocarcinoma"
    assert [code for code in codes(code_note(note)) if code.startswith("Z51")] == encounter


def test_anemia_of_chemotherapy_brings_the_adverse_effect(code_note: CodeNote) -> None:
    found = codes(code_note("Assessment:\n1. Breast cancer on chemotherapy\n2. Chemo-induced anemia"))
    assert {"D64.81", "T45.1X5A"} <= set(found)


def test_an_access_for_dialysis_is_no_acquired_fistula(code_note: CodeNote) -> None:
    found = codes(code_note("Assessment: ESRD on HD TTS via left AVF. Secondary hyperparathyroidism.", "inpatient"))
    assert "Z99.2" in found and "I77.0" not in found
    assert "N25.81" in found
    assert "E21.1" in codes(code_note("Assessment: non-renal secondary hyperparathyroidism"))


def test_renal_failure_on_dialysis_is_called_neither_chronic_nor_end_stage(code_note: CodeNote) -> None:
    """N18.6 where the provider documents ESRD, or chronic kidney disease that requires dialysis (I.C.14.a.1, Tabular N18.6)."""
    assert codes(code_note("A/P:\n1. Kidney failure, dialysis dependent.")) == ["N19", "Z99.2"]
    assert codes(code_note("A/P:\n1. Renal failure on HD MWF")) == ["N19", "Z99.2"]
    assert codes(code_note("A/P:\n1. Chronic renal failure on dialysis.")) == ["N18.6", "Z99.2"]


def test_cachexia_holds_the_loss_of_weight(code_note: CodeNote) -> None:
    found = codes(code_note("Assessment:\n1. Weight loss\n2. Cachexia"))
    assert "R64" in found and "R63.4" not in found


def test_blood_in_the_urine_is_not_part_of_hydronephrosis(code_note: CodeNote) -> None:
    assert "R31.0" in codes(code_note("Impression:\n1. Gross hematuria\n2. Bilateral hydronephrosis"))


def test_the_cause_of_an_injury_that_heals_is_no_past_event(code_note: CodeNote) -> None:
    note = """HPI: 6 weeks s/p closed treatment of nondisplaced left distal radius fracture after fall from ladder.
Assessment: Left distal radius fracture, healing"""
    assert "W11.XXXD" in codes(code_note(note))


def test_the_record_names_the_kind_of_a_disease_that_the_assessment_names_in_general(code_note: CodeNote) -> None:
    note = "PMH: Alzheimer's dementia with behavioral disturbance, hypertension.\nAssessment:\n1. Dementia - continue donepezil"
    assert codes(code_note(note)) == ["G30.9", "F02.818"]
    two = "PMH: iron deficiency anemia, B12 deficiency anemia.\nAssessment:\n1. Anemia"
    assert codes(code_note(two)) == ["D64.9"]


def test_peripheral_neuropathy_of_diabetes_is_polyneuropathy(code_note: CodeNote) -> None:
    for said in ("diabetic peripheral neuropathy", "T2DM, DPN", "type 2 diabetes with peripheral neuropathy"):
        assert codes(code_note(f"Assessment: {said}")) == ["E11.42"], said
    assert codes(code_note("Assessment: type 2 diabetes with neuropathy")) == ["E11.40"]


def test_rapid_response_of_the_ventricles_is_no_fibrillation_of_them(code_note: CodeNote) -> None:
    assert codes(code_note("Assessment: New AF RVR converted on amiodarone")) == ["I48.91"]
    assert codes(code_note("Assessment: paroxysmal AF with RVR")) == ["I48.0"]


def test_a_vaccine_is_no_disease(code_note: CodeNote) -> None:
    assert "B19.10" not in codes(code_note("Hospital course: term newborn. Hep B given.", "inpatient"))


def test_sepsis_stands_before_its_severity(code_note: CodeNote) -> None:
    found = codes(
        code_note("Dx: Septic shock, MSSA sepsis; ARDS with acute hypoxic respiratory failure; ATN", "inpatient")
    )
    assert found.index("A41.01") < found.index("R65.21")
    assert "J80" in found and "J96.01" not in found


def test_what_was_not_present_on_admission_is_there_all_the_same(code_note: CodeNote) -> None:
    found = codes(
        code_note("Course: stage 2 sacral pressure ulcer (not POA), metabolic acidosis, ICU delirium.", "inpatient")
    )
    assert {"L89.152", "E87.20"} <= set(found)


def test_what_a_day_of_the_stay_did_is_of_the_stay(code_note: CodeNote) -> None:
    note = "Hospital course: s/p R BKA by vascular hosp day 4 for gas gangrene.\nDx: gas gangrene right foot"
    found = codes(code_note(note, "inpatient"))
    assert "A48.0" in found and "Z89.511" not in found


def test_a_healed_collapsed_vertebra_is_history(code_note: CodeNote) -> None:
    assert codes(code_note("A/P: Osteoporosis. Prior T8 compression fracture, healed.")) == ["M81.0", "Z87.311"]
