"""Confidence and abstention."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from conftest import CodeNote, codes
from nosologist.codesets.library import Books
from nosologist.coding import abstain
from nosologist.coding.confidence import Weights, measured
from nosologist.coding.tables import table_lines
from nosologist.model.coded import CodedEncounter

REPORT = (
    "A 60 year old man was seen for PMR and hypertension. He had worked with glue. His hypertension was mild. "
    "The duct in the tail of the gland was a little wide, and a mass was thought of."
)


def sure(coded: CodedEncounter) -> dict[str, float]:
    return {one.code.dotted: one.confidence for one in coded.assignments}


def doubtful(coded: CodedEncounter) -> list[str]:
    return [entry.reason for entry in coded.not_coded if entry.reason.startswith("too uncertain")]


@pytest.mark.parametrize("weights", [measured().code, measured().condition], ids=["code", "condition"])
def test_weights_are_of_general_facts_and_moderate(weights: Weights, books: Books) -> None:
    assert 10 <= len(weights.of) <= 60
    for name, weight in weights.of.items():
        assert abs(weight) <= 3, name
        assert not re.search(r"\b[A-Z]\d\d", name), f"{name}: names a code"


def test_what_speaks_against_a_condition_has_words_for_the_ledger() -> None:
    told = {line.split(" | ")[0] for line in table_lines("doubts.txt")}
    against = {
        name
        for weights in (measured().code, measured().condition)
        for name, weight in weights.of.items()
        if weight < -0.2
    }
    assert (
        against - told - {"code: a whole category", "reported"} == set()
    )  # the last is a level, no doubt about one code


def test_more_mentions_make_a_code_surer(code_note: CodeNote) -> None:
    once = sure(code_note("He has gout today.", all_mentions=True))
    often = sure(code_note("He has gout today. The gout is worse. We treat gout.", all_mentions=True))
    assert once["M10.9"] < often["M10.9"]


def test_words_that_stand_apart_make_a_code_less_sure(code_note: CodeNote) -> None:
    close = sure(code_note("There was chronic sinusitis on that day.", all_mentions=True))
    apart = sure(code_note("There was chronic and very mild sinusitis on that day.", all_mentions=True))
    assert apart["J32.9"] < close["J32.9"]


def test_the_confidence_does_not_depend_on_other_notes(code_note: CodeNote) -> None:
    alone = sure(code_note(REPORT))
    code_note("Hypertension. Hypertension. No hypertension.")
    assert sure(code_note(REPORT)) == alone


def test_what_is_hardly_there_is_not_coded_and_says_what_it_would_need(
    code_note: CodeNote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(abstain, "measured", lambda: replace(measured(), least_condition={"reported": 0.9}))
    note = "Assessment: Hypertension, as before. He stubbed a toe; school of the child is far. Hypertension is the problem."
    coded, everything = code_note(note), code_note(note, least_confidence=0)
    assert set(codes(coded)) < set(codes(everything))
    assert doubtful(coded)
    assert all(re.fullmatch(r"too uncertain \(0\.\d\d\): .+; needs .+", reason) for reason in doubtful(coded))
    assert not doubtful(everything)


def test_a_least_confidence_leaves_only_surer_codes(code_note: CodeNote) -> None:
    note = "Assessment:\n1. Hypertension\n2. Rib fracture\n3. Gout, left foot"
    coded = code_note(note, least_confidence=0.7)
    assert codes(coded)
    assert all(value >= 0.7 for value in sure(coded).values())
    assert len(codes(coded)) < len(codes(code_note(note)))
    assert doubtful(coded)


@pytest.mark.parametrize(
    "note",
    [
        "Other specified disorders of kidney and ureter",
        "Unspecified injury of unspecified kidney, initial encounter",
        "Personal history of other diseases of the digestive system",
        "Malignant neoplasm of unspecified part of unspecified adrenal gland",
    ],
)
def test_a_statement_in_the_words_of_the_book_is_always_coded(code_note: CodeNote, note: str) -> None:
    for all_mentions in (True, False):
        coded = code_note(note, all_mentions=all_mentions)
        assert not doubtful(coded)
        assert codes(coded)


def test_etiology_and_manifestation_stand_or_fall_together(code_note: CodeNote) -> None:
    note = "She was told of dementia in Alzheimer disease."
    both = set(codes(code_note(note, all_mentions=True, least_confidence=0)))
    for least in (0.1, 0.3, 0.5, 0.7, 0.9):
        assert set(codes(code_note(note, all_mentions=True, least_confidence=least))) in (both, set())
