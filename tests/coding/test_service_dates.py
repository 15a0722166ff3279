"""Dates of lines: as the record states them, never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from nosologist.codesets.library import Books
from nosologist.formats.coded_json import to_object
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.pipeline import walk

VISIT = """{head}HPI: Established patient returns for left knee pain.
PROCEDURE: {procedure}
ASSESSMENT: Primary osteoarthritis of the left knee.
PLAN: Ice, ibuprofen as needed.
"""
INJECTED = "The left knee joint was injected with triamcinolone."


def coded(text: str, books: Books, setting: str = "outpatient", **facts: object) -> CodedEncounter:
    encounter = Encounter((Document("n", text),), Setting(setting), view=View.PROFESSIONAL, **facts)  # type: ignore[arg-type]
    return walk(encounter, books)


def dates(result: CodedEncounter) -> dict[str, date | None]:
    return {one.code.value: one.date for one in result.services}


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Date of service: 03/04/2026\n", date(2026, 3, 4)),
        ("Date: March 4, 2026\n", date(2026, 3, 4)),
        ("Date of birth: 03/04/1956\n", None),
        ("", None),
    ],
)
def test_the_head_of_a_note_dates_its_lines(head: str, day: date | None, books: Books) -> None:
    result = coded(VISIT.format(head=head, procedure=INJECTED), books)
    assert dates(result)["20610"] == day
    assert {one.date for one in result.services} == {day}


def test_a_visit_of_one_day_takes_no_date_from_its_prose(books: Books) -> None:
    text = VISIT.format(head="Date: 3/4/2026\n", procedure=f"{INJECTED} Last injected on 11/02/2025.")
    assert dates(coded(text, books))["20610"] == date(2026, 3, 4)


def test_no_line_is_later_than_the_encounter(books: Books) -> None:
    text = VISIT.format(head="Date: 3/4/2026\n", procedure=INJECTED)
    assert dates(coded(text, books, date=date(2026, 3, 1)))["20610"] is None


def test_within_a_stay_a_line_has_the_date_beside_it(books: Books) -> None:
    text = """DISCHARGE SUMMARY
ADMISSION DATE: 03/01/2026
DIAGNOSES: Pleural effusion. Hypoxia.
PROCEDURES: I performed a right thoracentesis with ultrasound guidance on 03/02/2026.
HOSPITAL COURSE: The effusion was drained and her breathing improved.
"""
    found = dates(coded(text, books, "inpatient", date=date(2026, 3, 6)))
    assert found["32555"] == date(2026, 3, 2)
    late = text.replace("on 03/02/2026", "; next due on 03/02/2026")
    assert dates(coded(late, books, "inpatient", date=date(2026, 3, 6))).get("32555") is None


def test_the_contract_tells_the_date(books: Books) -> None:
    result = coded(VISIT.format(head="Date of service: 03/04/2026\n", procedure=INJECTED), books)
    lines = [one for one in to_object(result)["codes"] if one["role"] == "service"]
    assert {one["date"] for one in lines} == {"2026-03-04"}
