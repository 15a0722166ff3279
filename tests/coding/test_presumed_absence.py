"""What the record says "with" anywhere is not coded "without" elsewhere."""

from __future__ import annotations

import pytest

from nosologist.codesets.contradictions import completion, denied_by
from nosologist.codesets.library import Books, Library
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter
from nosologist.pipeline import walk


@pytest.fixture(scope="module")
def books() -> Books:
    return Library().in_force()


@pytest.mark.parametrize(
    ("note", "codes"),
    [
        ("Assessment: GERD. GERD with esophagitis.", "K21.00"),
        ("Assessment: Crohn disease. Crohn disease with abscess.", "K50.914"),
        ("Assessment: alcohol abuse with intoxication. Alcohol abuse.", "F10.129"),
        ("PMH: lumbar stenosis\nAssessment: Lumbar spinal stenosis with neurogenic claudication", "M48.062"),
        ("Assessment: mild persistent asthma, asthma exacerbation", "J45.31"),
        ("PMH: mild intermittent asthma\nAssessment: Asthma exacerbation", "J45.21"),
        ("Assessment: Mild dementia. Dementia with agitation", "F03.A11"),
        ("PMH: migraine with aura\nAssessment: intractable migraine", "G43.119"),
        ("Assessment: GERD without esophagitis.", "K21.9"),
    ],
)
def test_one_code_says_it(note: str, codes: str, books: Books) -> None:
    coded = walk(Encounter((Document("note", note),)), books)
    assert [one.code.dotted for one in coded.assignments] == codes.split()


@pytest.mark.parametrize(
    ("value", "other", "denied"),
    [
        ("J4540", "J4541", True),
        ("J4540", "J4521", False),
        ("E113292", "E113211", False),  # another eye
        ("E113291", "E113211", True),
        ("G43109", "G43119", True),
        ("G43109", "G43101", True),
        ("S0101XA", "S0102XA", False),  # two wounds
        ("J4541", "J4540", False),
    ],
)
def test_what_a_title_denies(value: str, other: str, denied: bool, books: Books) -> None:
    assert (other in denied_by(value, books)) is denied


def test_only_what_leaves_more_open_completes(books: Books) -> None:
    assert completion("J4540", "J45901", books) == "J4541"
    assert completion("J4540", "J4521", books) is None
