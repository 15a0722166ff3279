"""The codes that were given, one by one."""

from __future__ import annotations

from conftest import CodeNote
from nosologist import bench
from nosologist.bench import Given, Score
from nosologist.codesets.library import Books
from nosologist.model.document import Document, SectionKind
from nosologist.model.encounter import Encounter
from nosologist.pipeline import walk

NOTE = "HPI: long-standing gout.\nAssessment:\n1. Gout\n2. Asthma"


def given(confidence: float, right: bool, *sections: SectionKind) -> Given:
    return Given("M109", confidence, frozenset(sections), right)


def test_each_code_knows_its_sections_and_whether_it_is_right(code_note: CodeNote, books: Books) -> None:
    found = {one.code: one for one in bench.given_codes(code_note(NOTE), frozenset({"M109"}), books.tabular)}
    assert found["M109"].sections == {SectionKind.PRESENT_ILLNESS, SectionKind.ASSESSMENT}
    assert found["J45909"].sections == {SectionKind.ASSESSMENT}
    assert (found["M109"].right, found["J45909"].right) == (True, False)


def test_a_code_under_a_gold_header_is_right(code_note: CodeNote, books: Books) -> None:
    [one, *_] = bench.given_codes(code_note("Gout"), frozenset({"M10"}), books.tabular)
    assert one.right


def test_sections_are_counted_for_each_code_they_support() -> None:
    parts = bench.section_scores(
        [given(0.9, True, SectionKind.PLAN, SectionKind.ASSESSMENT), given(0.9, False, SectionKind.ASSESSMENT)]
    )
    assert list(parts.items()) == [(SectionKind.ASSESSMENT, Score(1, 2, 0)), (SectionKind.PLAN, Score(1, 1, 0))]


def test_bands_are_tenths() -> None:
    low, high = bench.bands([given(0.3, False), given(0.39, True), given(1.0, True), given(0.9, True)])
    assert (low.low, low.count, round(low.confidence, 3), low.right) == (0.3, 2, 0.345, 0.5)
    assert (high.low, high.count, round(high.confidence, 3), high.right) == (0.9, 2, 0.95, 1.0)
    assert bench.bands([]) == ()


def test_sections_of_several_documents(books: Books) -> None:
    texts = ("Plan:\nrest\nAssessment:\n1. Gout.\n", "HPI: gout for a week.\n")
    documents = tuple(Document(str(number), text) for number, text in enumerate(texts))
    [gout] = bench.given_codes(walk(Encounter(documents, name="both"), books), frozenset({"M109"}), books.tabular)
    assert (gout.sections, gout.right) == ({SectionKind.ASSESSMENT, SectionKind.PRESENT_ILLNESS}, True)
