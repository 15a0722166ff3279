"""The documents of a record in the order of the stay."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from nosologist.model.document import About, Document
from nosologist.model.encounter import Encounter, Setting
from nosologist.notes.arrange import arranged

ADMISSION = Document("h", "HISTORY AND PHYSICAL\nDate of admission: 3/1/2026")
FIRST = Document("p1", "PROGRESS NOTE 3/2/2026")
CONSULT = Document("c", "CONSULTATION\nDate of service: 3/2/2026")
LAST = Document("p2", "PROGRESS NOTE 3/3/2026")
SUMMARY = Document("d", "DISCHARGE SUMMARY\nDate of discharge: 3/3/2026")
PATHOLOGY = Document("s", "SURGICAL PATHOLOGY\nDate of report: 3/6/2026")
OLD = Document("o", "OFFICE VISIT\nDate of visit: 11/2/2025")


def order(*documents: Document, setting: Setting = Setting.INPATIENT, day: date | None = None) -> list[str]:
    return [one.id for one in arranged(Encounter(documents, setting, day)).documents]


def test_the_order_of_the_stay_whatever_the_order_of_the_files() -> None:
    for documents in permutations((ADMISSION, FIRST, LAST, SUMMARY, OLD)):
        assert order(*documents) == ["h", "p1", "p2", "d", "o"]


def test_the_summary_speaks_last_and_its_addendum_after_it() -> None:
    addendum = Document("a", "ADDENDUM TO DISCHARGE SUMMARY\nDate: 3/5/2026")
    assert order(addendum, PATHOLOGY, SUMMARY, FIRST) == ["p1", "s", "d", "a"]
    found = arranged(Encounter((addendum, PATHOLOGY, SUMMARY, FIRST), Setting.INPATIENT)).documents
    assert [one.id for one in found if one.about.is_final] == ["d", "a"]


def test_without_a_summary_the_last_notes_of_providers_speak_at_the_end() -> None:
    nurse = Document("n", "NURSING NOTE\nDate: 3/4/2026")
    found = arranged(Encounter((FIRST, CONSULT, LAST, nurse), Setting.INPATIENT)).documents
    assert [one.id for one in found if one.about.is_final] == ["p2"]


def test_a_visit_is_one_day_and_tests_belong_to_it() -> None:
    visit = Document("v", "OFFICE VISIT\nDate of visit: 3/4/2026")
    x_ray = Document("x", "RADIOLOGY REPORT\nExam date: 2/20/2026")
    found = arranged(Encounter((OLD, x_ray, visit))).documents
    assert [(one.id, one.about.is_earlier) for one in found] == [("x", False), ("v", False), ("o", True)]


def test_a_report_that_comes_later_makes_no_other_visit() -> None:
    visit = Document("v", "OFFICE VISIT\nDate of visit: 3/1/2026")
    for day in (None, date(2026, 3, 6)):
        found = arranged(Encounter((PATHOLOGY, OLD, visit), Setting.OUTPATIENT, day)).documents
        assert [(one.id, one.about.is_earlier) for one in found] == [("v", False), ("s", False), ("o", True)]


def test_the_date_of_the_encounter_decides_what_is_earlier() -> None:
    found = arranged(Encounter((OLD, FIRST), Setting.OUTPATIENT, date(2025, 11, 2))).documents
    assert not any(one.about.is_earlier for one in found)


def test_a_note_without_a_date_stands_behind_the_one_before_it() -> None:
    undated = Document("u", "PROGRESS NOTE")
    assert order(ADMISSION, FIRST, undated, LAST) == ["h", "p1", "u", "p2"]


def test_one_document_stays_as_it_is() -> None:
    encounter = Encounter((SUMMARY,))
    assert arranged(encounter) is encounter
    assert encounter.documents[0].about == About()
    assert arranged(Encounter(())) == Encounter(())


def test_an_answer_to_a_query_speaks_at_the_end_and_makes_no_other_day() -> None:
    answer = Document("q", "QUERY RESPONSE:\nHyponatremia", "query response", written=date(2026, 3, 20))
    found = arranged(Encounter((answer, SUMMARY, FIRST), Setting.INPATIENT)).documents
    assert [(one.id, one.about.is_final) for one in found] == [("p1", False), ("d", True), ("q", True)]
    visit = Document("v", "OFFICE VISIT\nDate of visit: 3/1/2026")
    found = arranged(Encounter((answer, visit))).documents
    assert [(one.id, one.about.is_earlier) for one in found] == [("v", False), ("q", False)]
