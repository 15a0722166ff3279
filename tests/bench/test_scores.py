"""Scores over notes, and how far they would move."""

from __future__ import annotations

from nosologist import bench
from nosologist.bench import Score
from nosologist.codesets.library import Books

NOTES = [Score(2, 2, 3), Score(0, 1, 2), Score(3, 4, 3), Score(1, 1, 1), Score(0, 2, 0)]


def pair(gold: str, found: str) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(gold.split()), frozenset(found.split())


def test_an_interval_holds_the_figure_and_is_the_same_each_time() -> None:
    low, high = bench.interval(NOTES)
    assert (low, high) == bench.interval(list(NOTES))
    assert 0 <= low < 2 * 6 / (10 + 9) < high <= 1


def test_notes_that_are_all_alike_leave_no_doubt() -> None:
    assert bench.interval([Score(1, 2, 2)] * 40) == (0.5, 0.5)


def test_an_interval_of_another_measure() -> None:
    low, high = bench.interval(NOTES, lambda part: part.precision)
    assert 0 < low <= 0.6 <= high <= 1


def test_without_external_causes(books: Books) -> None:
    pairs = (pair("S52501A W000XXA", "S52501A W010XXA Y9389"), pair("E119", "E119"))
    inner = bench.without_external_causes(pairs)
    assert bench.score(pairs, books.tabular) == Score(2, 4, 3)
    assert bench.score(inner, books.tabular) == Score(2, 2, 2)


def test_the_scores_of_the_notes_add_up(books: Books) -> None:
    pairs = (pair("E119 R51", "E119 R519"), pair("I10", "I119"))
    assert bench.note_scores(pairs, books.tabular) == [Score(2, 2, 2), Score(0, 1, 1)]
    assert bench.score(pairs, books.tabular) == Score(2, 3, 3)
    assert bench.category_score(pairs) == Score(2, 3, 3)


def test_ids_stand_one_a_line_or_in_the_first_column() -> None:
    assert bench.read_ids(["a", "", "b\t0.91\ttrain", " c "]) == {"a", "b", "c"}
