"""Our own 565 queries: what they expect is in the Tabular, and the look-up answers them."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from benchmarks.search import PAIRS, QUERIES, Outcome, outcomes, own_queries, pairs, rate
from conftest import data
from nosologist.codesets.library import Books
from nosologist.model.code import undotted

KINDS = {"abbreviation", "typo", "lay", "order", "code", "eponym", "long statement"}
_TOP_1, _TOP_5 = 0.95, 0.98  # reached 0.975 and 0.989; the aim is 0.90 and 0.97


@pytest.fixture(scope="module")
def answered(books: Books) -> list[Outcome]:
    return outcomes(own_queries(), books)


def test_every_expected_code_is_in_the_tabular(books: Books) -> None:
    unknown = [(one.query, code) for one in own_queries() for code in one.codes if books.tabular.get(code) is None]
    assert unknown == []


def test_queries_are_of_every_kind_and_chapter(books: Books) -> None:
    own = own_queries()
    assert len(own) >= 500
    assert len({one.query for one in own}) == len(own)
    assert {one.kind for one in own} == KINDS
    chapters = {books.tabular[one.codes[0]].chapter for one in own}
    assert chapters == set(range(1, 23))
    halves = Counter(one.half for one in own)
    assert set(halves) == {"dev", "held out"}
    assert abs(halves["dev"] - halves["held out"]) <= len(KINDS)


def test_the_file_is_a_plain_table() -> None:
    with QUERIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert all(len(row) == 4 and all(cell == cell.strip() for cell in row) for row in rows)


def test_our_own_queries_are_answered(answered: list[Outcome]) -> None:
    assert rate(answered, 1) >= _TOP_1
    assert rate(answered, 5) >= _TOP_5


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_kind_of_query_is_left_behind(answered: list[Outcome], kind: str) -> None:
    of_kind = [one for one in answered if one.asked.kind == kind]
    assert rate(of_kind, 1) >= 0.88
    assert rate(of_kind, 5) >= 0.95


def test_results_are_codes_of_the_release_and_none_comes_twice(answered: list[Outcome], books: Books) -> None:
    for one in answered:
        assert len(set(one.found)) == len(one.found) <= 10
        assert all(books.tabular.get(undotted(code)) for code in one.found)


@pytest.mark.real
@pytest.mark.parametrize(("name", "first", "tenth"), [("eicu_demo", 0.65, 0.86), ("mondo_exact_dev", 0.88, 0.95)])
def test_the_development_pairs_are_found(name: str, first: float, tenth: float, books: Books) -> None:
    data("eval", "search")
    done = outcomes(pairs(PAIRS / f"{name}.tsv"), books)
    assert rate(done, 1) >= first
    assert rate(done, 10) >= tenth
