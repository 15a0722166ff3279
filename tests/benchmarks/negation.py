"""Negation on NegEx sentences: precision, recall, F1 of "Negated". ``python tests/benchmarks/negation.py FILE.tsv``"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

from nosologist.codesets.library import Books, Library
from nosologist.model.document import Document
from nosologist.model.mention import Polarity
from nosologist.notes.assertion import asserted
from nosologist.notes.reading import read


def is_negated(sentence: str, condition: str, books: Books) -> bool:
    """What the reader says of the condition; where it stands twice, of the one in capitals."""
    places = list(re.finditer(r"\s+".join(map(re.escape, condition.split())), sentence, re.IGNORECASE))
    places = [place for place in places if place.group().isupper()] or places
    if not places:
        return False
    start, end = places[0].span()
    for run in read(Document("sentence", sentence), books.terms).runs:
        tokens = [index for index, (first, last) in enumerate(run.token_spans) if first < end and last > start]
        if tokens:
            return asserted(run.cues, tokens).polarity is Polarity.NEGATED
    return False


def scores(file: Path, books: Books) -> tuple[int, float, float, float]:
    """(sentences, precision, recall, F1) of "Negated"."""
    with file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    column = next(name for name in rows[0] if name.startswith("negation"))
    gold = [row[column] == "Negated" for row in rows]
    found = [is_negated(row["sentence"], row["Condition"], books) for row in rows]
    hits = sum(a and b for a, b in zip(gold, found, strict=True))
    return len(rows), hits / sum(found), hits / sum(gold), 2 * hits / (sum(gold) + sum(found))


if __name__ == "__main__":
    count, precision, recall, f1 = scores(Path(sys.argv[1]), Library().in_force())
    print(f"negation, {count} sentences: precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")
