"""Each modifier with its documentation, and none without it."""

from __future__ import annotations

import pytest

from nosologist.codesets.library import Books
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.pipeline import walk

APPENDIX = "PROCEDURE: Laparoscopic appendectomy.\nPOSTOPERATIVE DIAGNOSIS: Acute appendicitis.\n"
VISIT = "HPI: Established patient, follow-up of hypertension.\nASSESSMENT: Hypertension, stable.\nPLAN: Continue lisinopril.\n"


def coded(text: str, books: Books, setting: str = "same-day-surgery", view: str = "professional") -> CodedEncounter:
    return walk(Encounter((Document("n", text),), Setting(setting), view=View(view)), books)


def lines(result: CodedEncounter) -> list[str]:
    return ["-".join((one.code.value, *(modifier.value for modifier in one.modifiers))) for one in result.services]


@pytest.mark.parametrize(
    ("said", "modifier"),
    [
        ("I served as first assistant for Dr. Example. No qualified resident was available.", "82"),
        ("Pat Example, PA-C. I assisted Dr. Example throughout.", "AS"),
        ("I assisted Dr. Example throughout.", "80"),
        ("This was a planned second stage.", "58"),
        ("The operation is unrelated to the prior hernia surgery of last month.", "79"),
        ("She was taken back to the operating room for it.", "78"),
        ("Reported as a reduced service at my discretion.", "52"),
    ],
)
def test_the_words_of_the_record_give_the_modifier(said: str, modifier: str, books: Books) -> None:
    result = coded(f"{said}\n{APPENDIX}", books)
    assert lines(result) == [f"44970-{modifier}"]
    [given] = result.services[0].modifiers
    assert given.evidence is not None


def test_a_facility_has_no_modifier_of_the_surgeon(books: Books) -> None:
    assert lines(coded(f"I assisted Dr. Example.\n{APPENDIX}", books, view="facility")) == ["44970"]


def test_without_words_there_is_none(books: Books) -> None:
    assert lines(coded(APPENDIX, books)) == ["44970"]


def test_a_visit_that_is_unrelated_to_an_operation(books: Books) -> None:
    text = VISIT.replace("hypertension.", "hypertension, unrelated to her recent knee surgery.", 1)
    [line] = lines(coded(text, books, "outpatient"))
    assert line.endswith("-24")


def test_the_decision_for_an_operation_at_the_visit(books: Books) -> None:
    text = (
        "HPI: 70-year-old woman fell.\nED COURSE: The decision for closed reduction was made at this visit.\n"
        "PROCEDURE: Closed reduction of the right distal radius fracture with manipulation.\n"
        "ASSESSMENT: Fracture of lower end of right radius.\n"
    )
    visit, *others = lines(coded(text, books, "ed"))
    assert visit.endswith("-57")
    assert others == ["25605-RT"]


def test_a_film_taken_once_more(books: Books) -> None:
    text = (
        "HPI: Short of breath.\nED COURSE: Chest x-ray, 1 view: pneumothorax. "
        "A repeat chest x-ray, 1 view, after the tube: expanded.\nASSESSMENT: Pneumothorax.\n"
    )
    assert lines(coded(text, books, "ed", "facility")) == ["71045", "71045-76"]


def test_the_technical_part_alone(books: Books) -> None:
    text = "PROCEDURE: X-ray of the left hand, 3 views, technical component only, was performed.\nASSESSMENT: Pain in left hand.\n"
    assert lines(coded(text, books, "outpatient")) == ["73130-TC-LT"]


@pytest.mark.parametrize(("way", "modifier"), [("video visit", "95"), ("audio-only visit", "93")])
def test_a_visit_from_afar(way: str, modifier: str, books: Books) -> None:
    [line] = lines(coded(VISIT.replace("Established patient,", f"Established patient, {way},"), books, "outpatient"))
    assert line.endswith(f"-{modifier}")


def test_fingers_and_toes(books: Books) -> None:
    text = "PROCEDURE: Trigger finger release of the left ring finger.\nPOSTOPERATIVE DIAGNOSIS: Trigger finger.\n"
    assert lines(coded(text, books)) == ["26055-F3"]


def test_one_sided_parts_have_no_side(books: Books) -> None:
    text = (
        "EXAM: CT head without contrast\nINDICATION: Left-sided weakness.\nTECHNIQUE: Axial.\nFINDINGS: Left lesion.\n"
        "IMPRESSION: Stroke.\n"
    )
    assert lines(coded(text, books, "ed")) == ["70450-26"]


def test_a_facility_says_that_a_patient_came_back_to_the_operating_room(books: Books) -> None:
    note = f"She was taken back to the operating room for it. I assisted Dr. Example.\n{APPENDIX}"
    assert lines(coded(note, books, view="facility")) == ["44970-78"]


@pytest.mark.parametrize("said", ["This was not a reduced service.", "No reduced services.", "The dose was reduced."])
def test_nothing_but_the_words_makes_a_service_a_reduced_one(said: str, books: Books) -> None:
    assert lines(coded(f"{said}\n{APPENDIX}", books)) == ["44970"]


def test_of_two_procedures_the_words_do_not_tell_which_was_reduced(books: Books) -> None:
    both = f"Reported as a reduced service.\n{APPENDIX}PROCEDURE: Laparoscopic cholecystectomy.\n"
    assert all("52" not in line for line in lines(coded(both, books)))
    assert len(lines(coded(both, books))) == 2


def test_what_was_stopped_is_not_reduced_besides(books: Books) -> None:
    text = (
        "PROCEDURE: Colonoscopy, aborted because of hypotension. Reported as a reduced service.\n"
        "After sedation was given the scope was advanced to the sigmoid colon.\nPOSTOPERATIVE DIAGNOSIS: Anemia.\n"
    )
    assert lines(coded(text, books)) == ["45378-53"]
