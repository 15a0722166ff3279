"""Malignancies under treatment and past ones (I.C.2.m); causes that a list shares."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("assessment", "code"),
    [
        ("Breast cancer s/p lumpectomy, on anastrozole.", "C50.919"),
        ("Colon cancer s/p resection, undergoing adjuvant chemo.", "C18.9"),
        ("Brain mets s/p SRS, stable.", "C79.31"),
        ("Prostate cancer s/p prostatectomy 2015, PSA undetectable.", "Z85.46"),
    ],
)
def test_a_malignancy_is_current_while_it_is_treated(code_note: CodeNote, assessment: str, code: str) -> None:
    assert code in codes(code_note(f"ASSESSMENT:\n1. {assessment}"))


def test_no_code_names_the_former_site_of_metastases(code_note: CodeNote) -> None:
    assert codes(code_note("ASSESSMENT:\n1. History of brain metastases.")) == []


def test_a_cause_before_a_list_is_that_of_each_item(code_note: CodeNote) -> None:
    found = codes(code_note("ASSESSMENT:\n1. Chemo-induced neutropenia and anemia."))
    assert {"D70.1", "D64.81"} <= set(found)


def test_counseling_about_a_condition_names_the_condition_too(code_note: CodeNote) -> None:
    assert {"E66.9", "Z71.3"} <= set(codes(code_note("ASSESSMENT:\n1. Obesity - counseled on diet.")))


@pytest.mark.parametrize(("named", "code"), [("neuropathy", "E11.40"), ("peripheral neuropathy", "E11.42")])
def test_neuropathy_of_diabetes_is_as_the_record_names_it(code_note: CodeNote, named: str, code: str) -> None:
    assert code in codes(code_note(f"ASSESSMENT:\n1. DM2 uncontrolled w/ {named}."))


def test_the_day_of_a_stay_is_no_dialysis(code_note: CodeNote) -> None:
    assert codes(code_note("Hospital course: developed AKI on HD 3.", "inpatient")) == ["N17.9"]
    assert "Z99.2" in codes(code_note("ASSESSMENT:\n1. ESRD on HD 3 times a week."))


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("Diagnoses:\n1. Right intertrochanteric hip fracture s/p nailing with CMN", "S72.141A"),
        ("Impression: TBI with SDH s/p MVC.", "S06.5XAA"),
        ("Impression: polytrauma s/p MVC: splenic laceration grade 3.", "S36.031A"),
    ],
)
def test_what_an_accident_did_is_present(code_note: CodeNote, note: str, code: str) -> None:
    assert code in codes(code_note(note, "inpatient"))


def test_a_subdural_hematoma_is_filed_by_its_cause(code_note: CodeNote) -> None:
    assert "S06.5XAA" in codes(code_note("ASSESSMENT:\n1. Subdural hematoma after a fall."))
    assert "I62.00" in codes(code_note("ASSESSMENT:\n1. Spontaneous subdural hematoma."))


def test_ribs_are_counted(code_note: CodeNote) -> None:
    assert "S22.42XA" in codes(code_note("ASSESSMENT:\n1. Fractures of left ribs 4-7."))
    assert "S22.32XA" in codes(code_note("ASSESSMENT:\n1. Fracture of left 5th rib."))


def test_each_fracture_of_a_list_is_open_or_closed_by_itself(code_note: CodeNote) -> None:
    note = "Impression: multiple L rib fx, open L tibial shaft fracture, T12 burst fracture."
    found = codes(code_note(note, "inpatient"))
    assert {"S22.42XA", "S82.202B", "S22.081A"} <= set(found)
    assert not any(code in found for code in ("S22.42XB", "S22.081B"))


def test_what_an_earlier_operation_took_is_a_status(code_note: CodeNote) -> None:
    past = "PAST MEDICAL HISTORY: breast cancer s/p mastectomy 2011, GERD.\nDISCHARGE DIAGNOSES:\n1. Pneumonia"
    today = "DISCHARGE DIAGNOSES:\n1. Acute cholecystitis with gallstones, s/p lap chole"
    coded = code_note(past, "inpatient", least_confidence=0)
    assert "Z90.10" in codes(coded)
    assert "Z90.49" not in codes(code_note(today, "inpatient", least_confidence=0))
