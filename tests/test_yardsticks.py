"""Floors on the development yardsticks. The data does not travel with the project; CI has it."""

from __future__ import annotations

import pytest

from benchmarks.accuracy import Measured, coded, folder, good_english, own_charts
from benchmarks.negation import scores
from conftest import data
from nosologist import bench
from nosologist.codesets.library import Books

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def visits(books: Books) -> Measured:
    notes, labels = data("eval", "aci", "notes"), data("eval", "aci", "labels.tsv")
    return coded("visit notes", folder(notes, labels, all_mentions=False), books)


@pytest.fixture(scope="module")
def reports(books: Books) -> dict[str, Measured]:
    dev = data("eval", "codiesp", "dev")
    notes = folder(dev / "text_files_en", dev / "devD.tsv", all_mentions=True)
    good = good_english(data("eval", "codiesp", "en_quality.tsv"))
    return {
        "all": coded("case reports", notes, books),
        "good English": coded("good English", [one for one in notes if one[0].documents[0].id in good], books),
    }


@pytest.fixture(scope="module")
def charts(books: Books) -> Measured:
    return coded("our own charts", own_charts(), books)


def test_visit_notes(visits: Measured, books: Books) -> None:
    assert len(visits.pairs) == 51
    assert bench.score(visits.pairs, books.tabular).f1 >= 0.57
    assert bench.category_score(visits.pairs).f1 >= 0.74


@pytest.mark.parametrize(
    ("which", "count", "exact", "category"), [("all", 250, 0.56, 0.65), ("good English", 161, 0.58, 0.66)]
)
def test_case_reports(
    reports: dict[str, Measured], books: Books, which: str, count: int, exact: float, category: float
) -> None:
    pairs = reports[which].pairs
    assert len(pairs) == count
    assert bench.score(pairs, books.tabular).f1 >= exact
    assert bench.category_score(pairs).f1 >= category


def test_of_the_surest_codes_nine_in_ten_are_right(
    visits: Measured, reports: dict[str, Measured], charts: Measured
) -> None:
    every = bench.bands([*reports["all"].given, *charts.given, *visits.given])[-1]
    floors = [(bench.bands(reports["all"].given)[-1], 0.9), (bench.bands(charts.given)[-1], 0.9), (every, 0.9)]
    floors.append((bench.bands(visits.given)[-1], 0.85))  # few visits: one code is three points
    for band, floor in floors:
        assert band.low == 0.9
        assert band.count >= 10
        assert band.right >= floor


def test_confidence_is_near_what_is_right(reports: dict[str, Measured]) -> None:
    for band in bench.bands(reports["all"].given):
        if band.count >= 100:
            assert band.confidence - 0.1 <= band.right <= band.confidence + 0.15  # rather too low than too high


def test_surer_codes_are_right_more_often(visits: Measured, reports: dict[str, Measured]) -> None:
    for measured in (visits, reports["all"]):
        sure = [one.right for one in measured.given if one.confidence >= 0.7]
        unsure = [one.right for one in measured.given if one.confidence < 0.7]
        assert sum(sure) / len(sure) >= sum(unsure) / len(unsure) + 0.1


def test_negation(books: Books) -> None:
    count, _, _, f1 = scores(data("eval", "negex", "negex_dev.tsv"), books)
    assert count == 1424
    assert f1 >= 0.94
