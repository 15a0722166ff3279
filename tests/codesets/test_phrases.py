"""A sample of all short phrases leads to its own code; the whole is measured by ``benchmarks/phrases.py``."""

from __future__ import annotations

from collections import defaultdict

import pytest

from benchmarks.phrases import SOURCES, Outcome, every_phrase, outcomes
from nosologist.codesets.library import Books

pytestmark = pytest.mark.real
CHANCE = 2  # phrases of a sample of a hundred or more
STEP = 97  # a prime, so that the sample falls into no rhythm of the files


@pytest.fixture(scope="module")
def sample(books: Books) -> dict[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes(list(every_phrase())[::STEP], books):
        found[one.phrase.source].append(one)
    return found


@pytest.mark.parametrize("source", SOURCES)
def test_nearly_every_phrase_leads_to_its_own_code(sample: dict[str, list[Outcome]], source: str) -> None:
    missed = [one for one in sample[source] if not one.met]
    assert len(missed) <= 0.03 * len(sample[source]) + CHANCE, [(one.phrase.text, one.codes) for one in missed[:20]]


def test_nearly_all_phrases_do_and_few_give_more_than_one_code(sample: dict[str, list[Outcome]]) -> None:
    every = [one for some in sample.values() for one in some]
    assert len(every) > 2_500
    assert sum(one.met for one in every) >= 0.99 * len(every)
    assert sum(len(one.codes) > 1 for one in every) <= 0.03 * len(every)
