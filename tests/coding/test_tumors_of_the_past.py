"""Tumors: current as long as treatment is directed to them, a history once nothing is left (I.C.2.m)."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("record", "expected", "absent"),
    [
        ("PMH: prostate cancer on leuprolide\nDiagnoses: pneumonia.", "C61", "Z85.46"),
        (
            "HPI: 70M with history of prostate cancer, currently on ADT, has pneumonia.\nDiagnoses: pneumonia.",
            "C61",
            "Z85.46",
        ),
        ("PMH: h/o breast cancer on tamoxifen\nDiagnoses: pneumonia.", "C50.919", "Z85.3"),
        ("PMH: breast cancer 2010, multiple myeloma on lenalidomide.\nDiagnoses: pneumonia.", "Z85.3", "C50.919"),
        ("PMH: breast cancer 2010, multiple myeloma on lenalidomide.\nDiagnoses: pneumonia.", "C90.00", "Z85.79"),
        ("PMH: CLL, MDS.\nDiagnoses: pneumonia.", "C91.10", "Z85.6"),
        ("Diagnoses: Breast cancer, no evidence of disease.", "Z85.3", "C50.919"),
        ("Diagnoses: Colon cancer, resected 2018, NED.", "Z85.038", "C18.9"),
        ("Diagnoses: Breast cancer on anastrozole, no evidence of recurrence.", "C50.919", "Z85.3"),
        ("Diagnoses: Bladder cancer, no evidence of recurrence. BCG maintenance continues.", "C67.9", "Z85.51"),
        ("Diagnoses: Lung cancer, no evidence of metastatic disease.", "C34.90", "Z85.118"),
        ("Diagnoses: Colon cancer with no evidence of disease progression.", "C18.9", "Z85.038"),
        ("Diagnoses: Colon carcinoma with small retroperitoneal lymph nodes.", "C18.9", "C77.2"),
        ("Diagnoses: Breast cancer with positive axillary lymph nodes.", "C77.3", "C50.619"),
    ],
)
def test_a_tumor_of_today_or_of_the_past(code_note: CodeNote, record: str, expected: str, absent: str) -> None:
    found = codes(code_note(record, "inpatient"))
    assert expected in found
    assert absent not in found
