"""Neoplasms: lists of metastases, tumors named again, sides of paired organs; infections and acronyms in the Index."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Metastases to liver, lung and bone.", {"C78.7", "C78.00", "C79.51"}),
        ("Liver and bone metastases.", {"C78.7", "C79.51"}),
        ("Lung cancer with brain, liver and bone metastases.", {"C34.90", "C79.31", "C78.7", "C79.51"}),
        ("Adenocarcinoma of the lung, liver metastases.", {"C34.90", "C78.7"}),
        ("Metastatic to the spine and the left adrenal gland.", {"C79.51", "C79.72"}),
        ("Metastasis from lung cancer.", {"C34.90"}),
        ("Metastases from renal cell carcinoma.", {"C64.9"}),
        ("Metastasis of prostate adenocarcinoma in the right maxillary sinus.", {"C61", "C78.39"}),
        ("Metastasis of cutaneous melanoma in the small intestine.", {"C43.9", "C78.4"}),
        ("No lung or liver metastases.", set()),
    ],
)
def test_each_site_of_metastases_has_its_code(code_note: CodeNote, note: str, expected: set[str]) -> None:
    found = set(codes(code_note(note, all_mentions=True)))
    assert found - {"C79.9"} == expected


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("Lesion of the tongue for two months. Pathology: squamous cell carcinoma.", "C02.9"),
        ("Mass of the right thigh. Pathology showed liposarcoma.", "C49.21"),
        ("A lesion of the tongue, and a nodule of the lung. Biopsy of one: squamous cell carcinoma.", "C80.1"),
    ],
)
def test_a_nature_without_a_site_joins_the_one_tumor_of_the_record(code_note: CodeNote, note: str, code: str) -> None:
    assert code in codes(code_note(note, all_mentions=True, least_confidence=0))


def test_what_a_tumor_extends_to_is_not_its_site(code_note: CodeNote) -> None:
    assert codes(code_note("Renal cell carcinoma extending to perirenal fat.", all_mentions=True)) == ["C64.9"]


def test_a_tumor_named_again_has_no_code_of_its_own(code_note: CodeNote) -> None:
    note = "Adenocarcinoma of the sigmoid colon. The tumor was resected; the malignancy did not reach the margins."
    assert codes(code_note(note, all_mentions=True)) == ["C18.7"]


def test_a_tumor_that_is_named_nowhere_else_keeps_its_code(code_note: CodeNote) -> None:
    assert codes(code_note("The tumor was resected.", all_mentions=True, least_confidence=0)) == ["D49.9"]


@pytest.mark.parametrize(
    "note", ["Tumor markers were normal.", "Tumor cells are positive for S-100.", "TNF: tumor necrosis factor."]
)
def test_words_that_hold_tumor_name_none(code_note: CodeNote, note: str) -> None:
    assert not [code for code in codes(code_note(note, all_mentions=True)) if code < "D50"]


def test_elevated_tumor_markers_are_a_finding(code_note: CodeNote) -> None:
    assert codes(code_note("Elevated tumor markers.")) == ["R97.8"]


def test_the_side_of_a_mass_is_the_side_of_its_nature(code_note: CodeNote) -> None:
    one = "HPI: Ultrasound showed a mass of the right kidney.\nASSESSMENT:\n1. Renal cell carcinoma."
    both = "HPI: A mass of the right kidney. A smaller mass of the left kidney.\nASSESSMENT:\n1. Renal cell carcinoma."
    assert "C64.1" in codes(code_note(one))
    assert "C64.9" in codes(code_note(both))


def test_a_tumor_gives_way_to_the_nature_stated_of_its_organ(code_note: CodeNote) -> None:
    assert codes(code_note("Bladder tumor. Pathology: urothelial carcinoma of the bladder.")) == ["C67.9"]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Nocardia infection", ["A43.9"]),
        ("hepatitis C virus infection", ["B19.20"]),
        ("rotavirus gastroenteritis", ["A08.0"]),
        ("E. coli infection", ["A49.8"]),
        ("C. diff", ["A04.72"]),
        ("H. pylori", ["B96.81"]),
        ("infection", ["B99.9"]),
    ],
)
def test_an_infection_is_named_by_its_agent(code_note: CodeNote, note: str, expected: list[str]) -> None:
    assert codes(code_note(note, all_mentions=True)) == expected


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("second degree AV block", ["I44.1"]),
        ("CIN 1", ["N87.0"]),
        ("AA amyloidosis", ["E85.3"]),
        ("MEN type 1", ["E31.21"]),
        ("AV", []),
        ("AA", []),
    ],
)
def test_an_acronym_that_is_no_term_alone_is_a_word_of_longer_terms(
    code_note: CodeNote, note: str, expected: list[str]
) -> None:
    assert codes(code_note(note)) == expected


def test_of_two_drugs_the_one_next_to_the_cause_is_meant(code_note: CodeNote) -> None:
    found = codes(code_note("Nausea due to chemotherapy - add olanzapine today."))
    assert "T45.1X5A" in found
    assert "T43.595A" not in found


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("HIV negative", []),
        ("Serology for HBV, HCV and HIV negative.", []),
        ("He has gout, HIV negative.", ["M10.9"]),
        ("Non-painful tumor of the left kidney.", ["D49.512"]),
        ("Patient is non diabetic.", []),
    ],
)
def test_what_a_negative_result_or_prefix_denies(code_note: CodeNote, note: str, expected: list[str]) -> None:
    assert codes(code_note(note, all_mentions=True)) == expected


def test_a_viral_hepatitis_is_no_other_hepatitis(code_note: CodeNote) -> None:
    assert codes(code_note("Chronic hepatitis due to HCV.")) == ["B18.2"]
