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
