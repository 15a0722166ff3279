"""What a coded disease calls for, told in the story and not in the assessment: drugs, tobacco, receptors, hyperglycemia."""

from __future__ import annotations

import pytest

from conftest import CodeNote, codes


@pytest.mark.parametrize(
    ("note", "expected", "absent"),
    [
        ("HPI: CAD, T2DM (metformin, A1c 6.9), ex-smoker.\nA/P: CAD, T2DM", {"E11.9", "Z79.84", "Z87.891"}, set()),
        ("HPI: T2DM - metformin, glipizide.\nA/P: T2DM controlled", {"Z79.84"}, set()),
        ("HPI: T2DM on semaglutide. Quit smoking 2020, 35 py\nA/P: T2DM. COPD", {"Z79.85", "Z87.891"}, set()),
        ("Meds: metformin, lantus 20, ASA\nA/P: T2DM", {"Z79.84", "Z79.4"}, set()),
        ("Allergies: metformin\nA/P: T2DM - diet controlled, no insulin", {"E11.9"}, {"Z79.84", "Z79.4"}),
        ("HPI: L breast ca, ER+/PR+/HER2-, on anastrozole\nA/P: L breast cancer", {"Z17.411", "Z79.811"}, {"Z17.0"}),
        ("HPI: R breast ca ER+/PR+/HER2-.\nA/P: Right breast cancer, ER positive", {"Z17.411"}, {"Z17.0"}),
        ("HPI: biopsy ER+ PR+.\nA/P: Right breast cancer, ER negative on repeat", {"Z17.1"}, {"Z17.0", "Z17.411"}),
        ("HPI: on 2 L oxygen around the clock.\nA/P: Chronic hypoxic respiratory failure", {"J96.11", "Z99.81"}, set()),
        # the assessment tells that it is over, the story told it as it was
        (
            "HPI: had an anterior STEMI in February.\nA/P: CAD, status post anterior STEMI",
            {"I25.10", "I25.2"},
            {"I21.09"},
        ),
        ("HPI: on adalimumab.\nA/P: Crohn's disease", {"K50.90", "Z79.620"}, set()),
        ("HPI: ex-smoker.\nA/P: ankle sprain", set(), {"Z87.891"}),
        # hyperglycemia under, beside or before a diabetes
        ("A/P\n1. T2DM\n   - glucose up to 310 (hyperglycemia)\n2. HTN", {"E11.65"}, {"E11.9", "R73.9"}),
        ("HPI: glucose at home >300, hyperglycemia.\nA/P: T2DM with neuropathy", {"E11.40", "E11.65"}, {"R73.9"}),
        ("HPI: elevated blood sugar.\nA/P: T2DM", {"E11.9"}, {"E11.65"}),
    ],
)
def test_a_visit(code_note: CodeNote, note: str, expected: set[str], absent: set[str]) -> None:
    found = set(codes(code_note(f"{note}\n")))
    assert expected <= found
    assert absent.isdisjoint(found)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Alzheimer's disease w mild dementia", "G30.9 F02.A0"),
        ("Alzheimer's dementia with agitation. Moderate dementia.", "G30.9 F02.B11"),
        ("dementia, moderate. Dementia with psychosis.", "F03.B2"),
        ("moderate Lewy body dementia; dementia", "G31.83 F02.B0"),
    ],
)
def test_one_dementia_has_the_severity_that_is_stated(code_note: CodeNote, said: str, expected: str) -> None:
    assert codes(code_note(f"DISCHARGE DIAGNOSES: {said}\n", setting="inpatient")) == expected.split()


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("HPI fever, cough.\nA/P AOM b/l - amox high dose. URI - supportive.", {"H66.93", "J06.9"}),
        ("HPI: fever, hoarse\nImp 1. COPD exacerbation 2. recurrent falls", {"J44.1", "R29.6"}),
        ("PMH GERD\nDx TIA. HTN.", {"G45.9", "I10"}),
        ("Ankle edema, hoarse.\nAssessment of gait done.", {"R60.0", "R49.0"}),
    ],
)
def test_headings_without_a_mark(code_note: CodeNote, note: str, expected: set[str]) -> None:
    assert set(codes(code_note(f"{note}\n"))) == expected
