"""Floors on the development yardsticks. The data does not travel with the project; CI has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.negation import scores
from conftest import data
from nosologist import bench
from nosologist.codesets.library import Books
from nosologist.formats.text import read_text_document
from nosologist.model.encounter import Encounter
from nosologist.pipeline import walk

pytestmark = pytest.mark.real


def coded_pairs(notes: Path, labels: Path, books: Books, *, all_mentions: bool) -> bench.Pairs:
    gold = bench.read_labels(labels.read_text("utf-8").splitlines())
    predicted = {}
    for file in sorted(notes.glob("*.txt")):
        coded = walk(Encounter((read_text_document(file),), all_mentions=all_mentions), books)
        predicted[file.stem] = frozenset(assignment.code.value for assignment in coded.assignments)
    return bench.paired(gold, predicted)


def test_visit_notes(books: Books) -> None:
    pairs = coded_pairs(data("eval", "aci", "notes"), data("eval", "aci", "labels.tsv"), books, all_mentions=False)
    assert len(pairs) == 51
    assert bench.score(pairs, books.tabular).f1 >= 0.57


def test_case_reports(books: Books) -> None:
    folder = data("eval", "codiesp", "dev")
    pairs = coded_pairs(folder / "text_files_en", folder / "devD.tsv", books, all_mentions=True)
    assert len(pairs) == 250
    assert bench.score(pairs, books.tabular).f1 >= 0.48


def test_negation(books: Books) -> None:
    count, _, _, f1 = scores(data("eval", "negex", "negex_dev.tsv"), books)
    assert count == 1424
    assert f1 >= 0.94
