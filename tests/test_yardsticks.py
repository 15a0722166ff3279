"""Floors on the development yardsticks. The data does not travel with the project; CI has it."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from conftest import data
from nosologist import bench
from nosologist.codesets.library import Books
from nosologist.formats.text import read_text_document
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter
from nosologist.model.mention import Polarity
from nosologist.notes.assertion import asserted
from nosologist.notes.reading import read
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
    assert bench.score(pairs, books.tabular).f1 >= 0.40


def test_case_reports(books: Books) -> None:
    folder = data("eval", "codiesp", "dev")
    pairs = coded_pairs(folder / "text_files_en", folder / "devD.tsv", books, all_mentions=True)
    assert len(pairs) == 250
    assert bench.score(pairs, books.tabular).f1 >= 0.44


def test_negation(books: Books) -> None:
    with data("eval", "negex", "negex_dev.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    column = next(name for name in rows[0] if name.startswith("negation"))
    gold = [row[column] == "Negated" for row in rows]
    found = [is_negated(row["sentence"], row["Condition"], books) for row in rows]
    hits = sum(a and b for a, b in zip(gold, found, strict=True))
    assert len(rows) == 1424
    assert 2 * hits / (sum(gold) + sum(found)) >= 0.90


def is_negated(sentence: str, condition: str, books: Books) -> bool:
    """What the reader says of the condition; where it stands twice, of the one in capitals."""
    places = list(re.finditer(r"\s+".join(map(re.escape, condition.split())), sentence, re.IGNORECASE))
    places = [place for place in places if place.group().isupper()] or places
    if not places:
        return False
    start, end = places[0].span()
    for run in read(Document("sentence", sentence), books.terms).runs:
        tokens = [i for i, (first, last) in enumerate(run.token_spans) if first < end and last > start]
        if tokens:
            return asserted(run.cues, tokens).polarity is Polarity.NEGATED
    return False
