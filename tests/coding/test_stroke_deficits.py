"""Deficits behind a stroke: sequelae of an old one, their own codes beside an acute one (I.C.9.d)."""

from __future__ import annotations

import pytest

from nosologist.codesets.library import Books
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting
from nosologist.pipeline import walk


def codes(text: str, books: Books, setting: Setting = Setting.OUTPATIENT) -> list[str]:
    coded = walk(Encounter((Document("n", text),), setting), books)
    return [one.code.dotted for one in coded.assignments]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ASSESSMENT: Dysphagia after stroke.", ["I69.391", "R13.10"]),
        ("ASSESSMENT: Hemiparesis after CVA", ["I69.359"]),
        ("ASSESSMENT: L sided weakness since stroke", ["I69.354"]),
        ("ASSESSMENT: Spasticity after a stroke", ["I69.398"]),
        ("ASSESSMENT: Here for follow-up after stroke", ["Z86.73"]),
        ("ASSESSMENT: Stroke follow-up, doing well", ["Z86.73"]),
        ("ASSESSMENT: Stroke with left hemiparesis", ["I63.9", "G81.94"]),
        # "Z86.73 and not a code from category I69 when no neurologic deficits are present" (I.C.9.d.3)
        ("PMH: dysphagia after stroke, resolved.\nA/P: HTN. Dysphagia after stroke, resolved.", ["I10", "Z86.73"]),
    ],
)
def test_what_is_left_behind_a_stroke_is_its_sequela(books: Books, text: str, expected: list[str]) -> None:
    assert codes(text, books) == expected


def test_beside_an_acute_stroke_a_deficit_after_stroke_is_of_this_one(books: Books) -> None:
    text = "ASSESSMENT: Acute ischemic stroke. Right hemiparesis after stroke, working with PT."
    assert codes(text, books, Setting.INPATIENT) == ["I63.9", "G81.91"]


def test_to_follow_up_an_acute_stroke_is_no_history(books: Books) -> None:
    text = "DIAGNOSES: Acute ischemic stroke\nPLAN: Neurology follow-up for stroke in 4 weeks."
    assert codes(text, books, Setting.INPATIENT) == ["I63.9"]
