"""The visit as a line: whose it is, and that what decides its level is read the same however much of it is read."""

from __future__ import annotations

import pytest

from nosologist.codesets.library import Books
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.pipeline import walk

NOTE = """{head}HPI: 54-year-old man {told}with high blood pressure.
EXAM: BP 152/94.
ASSESSMENT: Essential hypertension, not at goal.
PLAN: Increase lisinopril to 20 mg daily. {plan}
"""


def visits(text: str, books: Books) -> tuple[list[str], list[str]]:
    """The numbers of the visit, and those between which the record does not decide; with the words that tell the patient."""
    encounter = Encounter((Document("n", text),), Setting.OUTPATIENT, view=View.PROFESSIONAL)
    coded = walk(encounter, books)
    said = [f"{one.code.value}: {one.evidence[0].quote(text)}" for one in coded.services]
    return said, [code.value for one in coded.open_services for code in one.possible]


@pytest.mark.parametrize(
    ("head", "told", "plan", "line"),
    [
        ("", "returns today ", "", "99214: returns today"),
        ("New patient visit\n", "", "", "99204: New patient"),
        ("NEW PATIENT VISIT\n\n", "", "", "99204: NEW PATIENT"),
        ("CHIEF COMPLAINT\n\nFollow-up of blood pressure\n\n", "", "", "99214: Follow-up"),
        ("", "here to establish care ", "Follow-up in 4 weeks.", "99204: establish care"),
    ],
)
def test_whose_visit_it_is(head: str, told: str, plan: str, line: str, books: Books) -> None:
    assert visits(NOTE.format(head=head, told=told, plan=plan), books)[0] == [line]


@pytest.mark.parametrize("plan", ["", "Follow-up with cardiology.\nFOLLOW-UP: recheck in 4 weeks."])
def test_a_plan_tells_nothing_of_whose_visit_it_is(plan: str, books: Books) -> None:
    assert visits(NOTE.format(head="", told="", plan=plan), books) == ([], ["99204", "99214"])
