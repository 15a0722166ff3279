"""Whose words count: the provider's, and beside them a few of other clinicians and of reports."""

from __future__ import annotations

import pytest

from conftest import codes
from nosologist.codesets.library import Books
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting
from nosologist.pipeline import walk

NURSE = "NURSING ASSESSMENT\nDate: 3/1/2026\n{}\nSigned: T. Vale, RN\n"
DOCTOR = "PROGRESS NOTE 3/1/2026\nASSESSMENT:\n{}\nSigned: R. Quill, MD\n"
IMAGING = "RADIOLOGY REPORT\nExam date: 3/1/2026\nIMPRESSION:\n{}\n"
PATHOLOGY = "SURGICAL PATHOLOGY\nDate of report: 3/2/2026\nFINAL DIAGNOSIS:\n{}\n"
LAB = "LABORATORY REPORT\nDate: 3/1/2026\n{}\n"
SUMMARY = "DISCHARGE SUMMARY\nDate of discharge: 3/4/2026\nDISCHARGE DIAGNOSES:\n{}\n"


def coded(books: Books, *texts: str, setting: str = "inpatient") -> CodedEncounter:
    documents = tuple(Document(str(number), text) for number, text in enumerate(texts, 1))
    return walk(Encounter(documents, Setting(setting), procedures=False), books)


def why(one: CodedEncounter, code: str) -> set[str]:
    return {entry.reason for entry in one.not_coded if any(each.dotted == code for each in entry.candidates)}


def test_a_nurse_makes_no_diagnosis(books: Books) -> None:
    found = coded(books, DOCTOR.format("1. Gout"), NURSE.format("Depression. Malnutrition."))
    assert codes(found) == ["M10.9"]
    assert why(found, "E46") == {"documented by a nurse, who is not the patient's provider"}


@pytest.mark.parametrize(
    ("doctor", "fact", "expected"),
    [
        ("1. Pressure ulcer of the sacrum", "Skin: stage 3 pressure ulcer of the sacrum.", ["L89.153"]),
        ("1. Gout", "Skin: stage 3 pressure ulcer of the sacrum.", ["M10.9"]),
        ("1. Pressure ulcer of the sacrum, stage 2", "Stage 3 pressure ulcer of the sacrum.", ["L89.152"]),
        ("1. Gout", "Patient is homeless.", ["M10.9", "Z59.00"]),
        ("1. Morbid obesity", "Weight 130 kg, BMI 44.2.", ["E66.01", "Z68.41"]),
        ("1. Gout", "Weight 130 kg, BMI 44.2.", ["M10.9"]),
    ],
)
def test_what_other_clinicians_may_document(doctor: str, fact: str, expected: list[str], books: Books) -> None:
    assert codes(coded(books, DOCTOR.format(doctor), NURSE.format(fact))) == expected


def test_a_report_alone_is_no_diagnosis_of_a_stay(books: Books) -> None:
    found = coded(books, DOCTOR.format("1. Pneumonia"), IMAGING.format("1. Right lower lobe pneumonia.\n2. Emphysema."))
    assert codes(found) == ["J18.9"]
    assert why(found, "J43.9") == {"a report alone; the provider states no such diagnosis"}
    assert {found.encounter.place(span).document.id for span in found.assignments[0].evidence} == {"1", "2"}


def test_a_report_may_add_a_detail(books: Books) -> None:
    found = coded(
        books, DOCTOR.format("1. Fracture of the left femur"), IMAGING.format("1. Fracture of shaft of left femur.")
    )
    assert codes(found) == ["S72.302A"]
    other_side = coded(
        books, DOCTOR.format("1. Fracture of the left femur"), IMAGING.format("1. Fracture of shaft of right femur.")
    )
    assert codes(other_side) == ["S72.92XA"]


def test_type_and_cause_stay_the_providers_to_state(books: Books) -> None:
    found = coded(books, DOCTOR.format("1. Heart failure"), IMAGING.format("1. Chronic systolic heart failure."))
    assert codes(found) == ["I50.9"]


def test_the_side_may_come_from_a_nurse(books: Books) -> None:
    nurse = NURSE.format("Cellulitis of left lower limb, marked.")
    assert codes(coded(books, DOCTOR.format("1. Cellulitis of the lower limb"), nurse)) == ["L03.116"]


def test_the_interpretation_of_a_physician_counts_in_an_outpatient_setting(books: Books) -> None:
    pain = coded(
        books, DOCTOR.format("1. Wrist pain"), IMAGING.format("1. Fracture of left distal radius."), setting="ed"
    )
    assert "S52.502A" in codes(pain)
    gout = coded(books, DOCTOR.format("1. Gout"), IMAGING.format("1. Calcaneal spur."), setting="ed")
    assert codes(gout) == ["M10.9"]
    skin = coded(
        books,
        DOCTOR.format("1. Skin lesion of the nose, biopsied"),
        PATHOLOGY.format("1. Basal cell carcinoma of skin of nose."),
        setting="outpatient",
    )
    assert "C44.311" in codes(skin)


def test_a_value_is_no_diagnosis(books: Books) -> None:
    found = coded(books, DOCTOR.format("1. Gout"), LAB.format("Hyponatremia flagged. Urine culture: Escherichia coli."))
    assert codes(found) == ["M10.9"]


def test_uncertain_at_the_end_counts_and_uncertain_before_does_not(books: Books) -> None:
    early = DOCTOR.format("1. Possible pulmonary embolism\n2. Pneumonia")
    assert codes(coded(books, early, SUMMARY.format("1. Pneumonia"))) == ["J18.9"]
    late = coded(books, DOCTOR.format("1. Pneumonia"), SUMMARY.format("1. Pneumonia\n2. Probable pulmonary embolism"))
    assert codes(late) == ["J18.9", "I26.99"]


def test_what_is_ruled_out_later_is_not_coded_in_whatever_order_the_files_come(books: Books) -> None:
    early = DOCTOR.format("1. Pulmonary embolism\n2. Pneumonia")
    late = SUMMARY.format("1. Pneumonia\n2. Pulmonary embolism ruled out")
    for texts in ((early, late), (late, early)):
        found = coded(books, *texts)
        assert codes(found) == ["J18.9"]
        assert "ruled out later in the record" in why(found, "I26.99")


def test_the_summary_says_what_comes_first(books: Books) -> None:
    found = coded(books, DOCTOR.format("1. Pneumonia\n2. Gout"), SUMMARY.format("1. Gout\n2. Pneumonia"))
    assert codes(found) == ["M10.9", "J18.9"]


def test_an_earlier_encounter_tells_nothing_of_this_one(books: Books) -> None:
    old = "OFFICE VISIT\nDate of visit: 11/2/2025\nASSESSMENT:\n1. Asthma\n"
    new = "OFFICE VISIT\nDate of visit: 3/1/2026\nASSESSMENT:\n1. Gout\n"
    found = coded(books, new, old, setting="outpatient")
    assert codes(found) == ["M10.9"]
    assert why(found, "J45.909") == {"a note of an earlier encounter (2025-11-02)"}


def test_each_assessment_speaks_for_itself(books: Books) -> None:
    prose = (
        "OFFICE VISIT 3/1/2026\nASSESSMENT: She comes with gout of long standing that has been worse for weeks now.\n"
    )
    listed = "CONSULTATION\nDate: 3/1/2026\nASSESSMENT:\n1. Asthma\n"
    assert sorted(codes(coded(books, prose, listed, setting="outpatient"))) == ["J45.909", "M10.9"]


def test_measures_causes_and_weeks_of_an_earlier_encounter_tell_nothing(books: Books) -> None:
    old = "OFFICE VISIT\nDate of visit: 11/2/2025\nHPI: She fell from a ladder. BMI 44.2.\nASSESSMENT:\n1. Sprain of right wrist\n"
    obese = "OFFICE VISIT\nDate of visit: 3/1/2026\nASSESSMENT:\n1. Morbid obesity\n"
    assert codes(coded(books, obese, old, setting="outpatient")) == ["E66.01"]
    sprain = "OFFICE VISIT\nDate of visit: 3/1/2026\nASSESSMENT:\n1. Sprain of left ankle\n"
    assert not any(code.startswith("W") for code in codes(coded(books, sprain, old, setting="outpatient")))
