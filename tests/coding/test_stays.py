"""Stays as their summaries tell them: what stands first, what belongs to this stay, what one statement holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import CodeNote, codes

_STAYS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("stays.yaml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("diagnoses", "expected", "absent"),
    [
        ("HTN. CKD 4. Pulmonary hypertension.", {"I12.9", "N18.4"}, {"N18.9"}),
        ("Lactic acidosis, acute metabolic encephalopathy.", {"E87.20", "G93.41"}, {"E87.21"}),
        ("Type 2 DM with hyperglycemia, steroid induced.", {"E11.65"}, {"E09.65"}),
        ("Alcohol withdrawal with delirium tremens. Alcohol use disorder severe.", {"F10.231"}, {"F10.20"}),
        ("NSTEMI. CAD, s/p PCI with DES to RCA this admission.", {"I21.4", "I25.10"}, {"Z95.5"}),
        ("CAD s/p DES to RCA 2019.", {"I25.10", "Z95.5"}, set()),
        (
            "Acute on chronic hypoxic respiratory failure, chronic respiratory failure with hypoxia.",
            {"J96.21"},
            {"J96.11"},
        ),
        ("Gastric ulcer. H. pylori infection.", {"K25.9", "B96.81"}, {"A04.8"}),
        ("Malignant biliary obstruction s/p stent.", {"K83.1"}, {"Z95.5"}),
        ("CAD s/p stent 2019.", {"I25.10", "Z95.5"}, set()),
        ("AML not in remission.", {"C92.00"}, {"C92.01", "Z85.6"}),
        ("Acute rejection of kidney transplant, deceased donor kidney transplant 2021.", {"T86.11"}, {"Z94.0"}),
        ("Suicidal with a plan to hang himself, major depression.", {"F32.9"}, {"T71.162A"}),
        (
            "Left femur shaft fracture. Displaced transverse fracture of shaft of left femur.",
            {"S72.322A"},
            {"S72.302A"},
        ),
        ("PE. Acute saddle pulmonary embolism.", {"I26.92"}, {"I26.99"}),
        ("PAD with claudication.", {"I73.9"}, {"I70.219"}),
        ("PAD with critical limb ischemia.", {"I70.229"}, {"I73.9"}),
        ("Type 2 diabetes with peripheral angiopathy and foot ulcer right heel.", {"E11.51", "E11.621"}, {"I70.235"}),
    ],
)
def test_diagnoses_of_a_stay(code_note: CodeNote, diagnoses: str, expected: set[str], absent: set[str]) -> None:
    found = set(codes(code_note(f"DISCHARGE SUMMARY\nDischarge diagnoses: {diagnoses}", "inpatient")))
    assert expected <= found
    assert not absent & found


def test_the_first_diagnosis_stands_first_however_long_its_line(code_note: CodeNote) -> None:
    note = (
        "DISCHARGE SUMMARY\nFinal diagnosis: Acute ischemic stroke of the left MCA, cardioembolic, with right hemiparesis and "
        "aphasia, tPA given at the outside hospital three hours before transfer.\nSecondary: persistent afib, HTN."
    )
    assert codes(code_note(note, "inpatient"))[0] == "I63.412"


@pytest.mark.parametrize("stay", _STAYS, ids=lambda stay: str(stay["name"]))
def test_a_stay_as_its_note_tells_it(code_note: CodeNote, stay: dict[str, Any]) -> None:
    found = codes(code_note(stay["note"], "inpatient"))
    assert set(stay["expected"].split()) <= set(found)
    assert not set(stay["absent"].split()) & set(found)
    assert found[0] == stay.get("first", found[0])
