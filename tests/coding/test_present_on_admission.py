"""Present on admission: what the record says goes before what a kind of code implies; the rest stays open (Appendix I)."""

from __future__ import annotations

import pytest

from conftest import CodeNote
from nosologist.model.assignment import Role
from nosologist.model.coded import CodedEncounter


def _indicators(coded: CodedEncounter) -> dict[str, str | None]:
    return {one.code.dotted: one.poa for one in coded.assignments}


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Discharge Diagnoses:\n1. Pneumonia, present on admission\n2. COPD\n3. HTN", {"J44.0": "Y", "I10": "Y"}),
        ("Discharge Diagnoses:\n1. Pneumonia\n2. Hospital-acquired C. diff colitis", {"J18.9": "Y", "A04.72": "N"}),
        ("Discharge Diagnoses:\n1. Pneumonia\n2. C. diff colitis, developed on day 4", {"A04.72": "N"}),
        ("Discharge Diagnoses:\n1. Pneumonia\n2. UTI (POA: No)\n3. Dehydration (POA: Yes)", {"N39.0": "N", "E86.0": "Y"}),
        (
            "Procedure: right hip hemiarthroplasty.\nHospital Course: Acute blood loss anemia, expected post op, transfused. "
            "Sacral pressure ulcer present on adm, stage 2.\nDischarge Diagnoses: R femoral neck fracture",
            {"D62": "N", "L89.152": "Y"},
        ),
        (
            "Reason for adm: fever, in ED BP 86/50.\nHosp course by problem:\n1. Septic shock 2/2 E coli pyelonephritis\n"
            "2. New afib w RVR HD2\n3. Urinary retention on HD5 after foley out, hx BPH\nD/c dx: septic shock d/t E. coli, PAF",
            {"A41.51": "Y", "R65.21": "Y", "I48.0": "N", "R33.8": "N"},
        ),
        ("Discharge Diagnoses:\n1. Pneumonia\n2. Hypokalemia", {"E87.6": None}),
        (
            "Hospital Course: Admitted with pneumonia and acute hypoxic respiratory failure, and on HD 3 developed AKI.",
            {"J18.9": "Y", "J96.01": "Y", "N17.9": "N"},
        ),
        (
            "Hospital Course: On hospital day 4 he developed a gout flare; dehydration had been treated.\nDischarge Diagnoses: "
            "Pneumonia. Gout flare. Dehydration.",
            {"M10.9": "N", "E86.0": None},
        ),
        (
            "HPI: Presented with dyspnea, found to have acute on chronic systolic heart failure.\nPMH: AFib\n"
            "Discharge Diagnoses: Acute on chronic systolic heart failure. AFib.",
            {"I50.23": "Y", "I48.91": "Y"},
        ),
        (
            "HPI: CHF, admitted for hip pain.\nDischarge Diagnoses: Right hip osteoarthritis. Acute on chronic systolic CHF.",
            {"M16.11": "Y", "I50.23": None},
        ),
        (
            "PMH: Hypertension.\nHospital Course: Admitted with a hip fracture. "
            "On HD 3 she developed acute systolic heart failure.\n"
            "Discharge Diagnoses: Right hip fracture. Acute systolic heart failure.",
            {"I50.21": "N", "I11.0": "N"},
        ),
        (
            "PMH: Hypertension.\nHPI: Presented with acute on chronic systolic heart failure.\n"
            "Discharge Diagnoses: Acute on chronic systolic heart failure. Hypertension.",
            {"I50.23": "Y", "I11.0": "Y"},
        ),
        (
            "Procedure: femoral catheterization.\nDischarge Diagnoses: NSTEMI. Femoral artery pseudoaneurysm, right.",
            {"I72.4": None},
        ),
        (
            "Discharge Diagnoses: Aspiration pneumonia. Pressure ulcer of sacrum, stage 3 on admission, evolved to stage 4.",
            {"L89.153": "Y", "L89.154": "N"},
        ),
        (
            "Discharge Diagnoses:\n1. Stroke\n2. Sacral pressure ulcer, stage 2\n3. Sacral pressure ulcer, stage 3",
            {"L89.153": None},
        ),
        (
            "Procedure: right total hip arthroplasty.\nHospital Course: On POD 1 she developed acute blood loss anemia, "
            "transfused.\nDischarge Diagnoses: Right hip osteoarthritis. Acute blood loss anemia.",
            {"M16.11": "Y", "D62": "N"},
        ),
        (
            "Hospital Course: Fell out of bed on hospital day 5 and sustained a left wrist fracture.\nDischarge Diagnoses: "
            "Pneumonia. Left wrist fracture.",
            {"S62.102A": "N", "W06.XXXA": "N"},
        ),
        (
            "Discharge Diagnoses: Closed fracture of shaft of right femur after a fall from a ladder.",
            {"S72.301A": "Y", "W11.XXXA": "Y"},
        ),
        (
            "Active Hospital Problems\nDiagnosis  Date Noted  POA\n- Acute respiratory failure with hypoxia  1/2/2026  Yes\n"
            "- Pulmonary embolism  1/6/2026  No\n- Pneumonia  1/2/2026  Unknown",
            {"J96.01": "Y", "I26.99": "N", "J18.9": None},
        ),
        (
            "Discharge Diagnoses: NSTEMI, AKI (contrast induced, hospital day 3), hospital acquired pneumonia, hypothyroidism.",
            {"I21.4": "Y", "N14.11": "N", "J18.9": "N", "E03.9": "Y"},
        ),
        ("Discharge Diagnoses: CHF. Acute DVT right leg - not POA. Delirium, hospital-acquired.", {"I82.401": "N", "F05": "N"}),
        (
            "Hospital Course: Underwent lap chole. Postoperatively developed ileus.\nDischarge Diagnoses: Acute "
            "cholecystitis. Postoperative ileus.",
            {"K81.0": "Y", "K91.89": "N", "K56.7": "N"},
        ),
        (
            "Discharge Diagnoses:\nPresent on admission:\n1. Pneumonia\n2. AKI\nHospital-acquired conditions:\n1. Hypokalemia\n"
            "2. UTI",
            {"J18.9": "Y", "N17.9": "Y", "E87.6": "N", "N39.0": "N"},
        ),
        ("Discharge Diagnoses:\n1. Pneumonia\n2. Sepsis, POA", {"A41.9": "Y", "J18.9": "Y"}),
        ("Discharge Diagnoses: Pneumonia. AKI, present on admission.\nHospital Course: AKI (not POA).", {"N17.9": None}),
    ],
)  # fmt: skip
def test_the_indicator_of_a_stay(code_note: CodeNote, note: str, expected: dict[str, str | None]) -> None:
    found = _indicators(code_note(f"DISCHARGE SUMMARY\n{note}\n", setting="inpatient"))
    assert {code: found.get(code, "not coded") for code in expected} == expected


def test_a_visit_has_none(code_note: CodeNote) -> None:
    assert set(_indicators(code_note("ASSESSMENT: Pneumonia, present on admission. HTN.\n")).values()) == {None}


def test_the_reason_names_the_words_and_the_source(code_note: CodeNote) -> None:
    coded = code_note("DISCHARGE SUMMARY\nDischarge Diagnoses: Pneumonia, present on admission.\n", setting="inpatient")
    (reason,) = (one for one in coded.assignments[0].reasons if one.text.startswith("present on admission"))
    assert reason.evidence is not None
    assert reason.evidence.quote(coded.encounter.text) == "Pneumonia"
    assert [citation.locator for citation in reason.citations] == ["Appendix I"]


@pytest.mark.parametrize(
    ("diagnoses", "first"),
    [
        ("1. Pneumonia\n2. Sepsis, present on admission", "A41.9"),
        ("1. Pneumonia\n2. Sepsis, developed on hospital day 4", "J18.9"),
        ("1. Pneumonia\n2. Sepsis", "J18.9"),
        ("1. Pneumonia\n2. Sepsis, present on admission\nInfectious Disease: No sepsis in our opinion.", "J18.9"),
    ],
)
def test_sepsis_on_admission_stands_before_its_infection(code_note: CodeNote, diagnoses: str, first: str) -> None:
    coded = code_note(f"DISCHARGE SUMMARY\nDischarge Diagnoses:\n{diagnoses}\n", setting="inpatient")
    assert coded.assignments[0].code.dotted == first
    assert [one.role for one in coded.assignments[:2]] == [Role.PRINCIPAL, Role.SECONDARY]
