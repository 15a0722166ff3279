"""Conditions that share a word are all coded."""

from __future__ import annotations

import pytest

from nosologist.codesets.library import Books
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter
from nosologist.pipeline import walk


def coded(text: str, books: Books) -> set[str]:
    course = walk(Encounter((Document("note", text),), all_mentions=True), books)
    return {assignment.code.value for assignment in course.assignments}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Hepatic and respiratory failure.", {"K7290", "J9690"}),
        ("Renal, hepatic, and respiratory failure.", {"N19", "K7290", "J9690"}),
        ("Pain in the abdomen and chest.", {"R109", "R079"}),
        ("Loss of weight and appetite.", {"R634", "R630"}),
        ("Iron and vitamin B12 deficiencies.", {"E611", "E538"}),
        ("Third and sixth cranial nerve palsies.", {"H4900", "H4920"}),
    ],
)
def test_items_share_the_word_that_is_said_once(text: str, codes: set[str], books: Books) -> None:
    assert coded(text, books) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Surgery of the knee and back pain.", {"M549"}),  # a place of its own
        ("Pain in the abdomen and chest x-ray was normal.", {"R109"}),  # more words than the condition has
        ("Denies abdominal or chest pain.", set()),
        ("Pregnancy and delivery were normal.", {"O80"}),
    ],
)
def test_words_beside_and_that_are_no_item(text: str, codes: set[str], books: Books) -> None:
    assert coded(text, books) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Pain and redness of the right eye.", {"H5711", "H5789"}),
        ("Hemorrhage and edema of the retina.", {"H3560", "H3581"}),
        ("Pain, redness and swelling of the right eye.", {"H5711", "H5789"}),
        ("Pain and numbness of the left hand.", {"M79642", "R200"}),
        ("Fever, pain and chest tightness.", {"R509", "R0789"}),
    ],
)
def test_the_site_said_behind_the_next_condition(text: str, codes: set[str], books: Books) -> None:
    assert coded(text, books) == codes
