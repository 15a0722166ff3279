"""Findings told in passing, habits, and illness with no kind stated."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Laboratory tests on the second day showed a slightly elevated CRP of 12.", []),
        ("Elevated CRP", ["R79.82"]),
        ("Blood work on admission showed hyperglycemia and an elevated sedimentation rate.", ["R73.9"]),
        ("On examination the patient had bibasilar crackles and a murmur.", ["R01.1"]),
        ("ASSESSMENT:\nElevated PSA, seen again today and referred to urology for a biopsy.", ["R97.20"]),
    ],
)
def test_a_value_is_a_condition_where_it_is_listed(code_note: CodeNote, note: str, expected: list[str]) -> None:
    assert codes(code_note(note, all_mentions=True)) == expected


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Current smoker", ["F17.200"]),
        ("He smokes two packs per day.", ["F17.210"]),
        ("Smoker of 12 cigarettes a day", ["F17.210"]),
        ("Ex-smoker of 60 cigarettes/day", ["Z87.891"]),
        ("Smoked 1 pack per day for 20 years, quit in 2005.", ["Z87.891"]),
        ("She wants to quit smoking.", ["F17.200"]),
        ("Non-smoker. Does not drink.", []),
        ("Never smoker", []),
        ("He drinks a moderate amount and his alcohol use has not changed for years.", []),
        ("Alcohol use", ["F10.90"]),
        ("Opioid use", ["F11.90"]),
        ("Chronic alcoholism", ["F10.20"]),
    ],
)
def test_habits(code_note: CodeNote, note: str, expected: list[str]) -> None:
    assert codes(code_note(note, all_mentions=True)) == expected


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("The illness began two weeks ago.", ["R69"]),
        ("Chronic kidney disease", ["N18.9"]),
        ("The patient is disease-free after five years.", []),
        ("Critically ill.", []),
    ],
)
def test_illness_of_no_stated_kind(code_note: CodeNote, note: str, expected: list[str]) -> None:
    assert codes(code_note(note, all_mentions=True)) == expected


def test_illness_gives_way_to_what_it_was(code_note: CodeNote) -> None:
    assert codes(code_note("The illness began two weeks ago. Influenza.", "inpatient")) == ["J11.1"]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("GCS of 8", ["R40.2430"]),
        ("Glasgow score of 10", ["R40.2420"]),
        ("GCS 15", []),
        ("She needs to lose weight.", []),
        ("She has lost weight.", ["R63.4"]),
        ("Loss of 7 kg of weight", ["R63.4"]),
        ("Extracorporeal shock wave lithotripsy", []),
        ("Weakness", ["R53.1"]),
        ("Blood in the urine", ["R31.9"]),
        ("Acute abdominal pain", ["R10.9"]),
        ("Acute abdomen", ["R10.0"]),
        ("Submandibular adenopathy", ["R59.0"]),
        ("Lymphadenopathy", ["R59.1"]),
        ("Abnormal CT of the abdomen", ["R93.5"]),
        ("Elevated CA 125", ["R97.1"]),
    ],
)
def test_symptoms_and_findings(code_note: CodeNote, note: str, expected: list[str]) -> None:
    assert codes(code_note(note, all_mentions=True)) == expected
