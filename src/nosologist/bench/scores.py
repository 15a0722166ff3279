"""Micro precision, recall and F1: exact, by category, per chapter, with 95 % intervals."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from nosologist.codesets.tabular import Tabular
from nosologist.model.code import undotted

_RESAMPLES = 1000
_SEED = 2026  # the same notes give the same interval
_EXTERNAL_CAUSES = "VWXY"

Pairs = tuple[tuple[frozenset[str], frozenset[str]], ...]  # (gold, predicted) codes of each document, undotted


@dataclass(frozen=True, slots=True)
class Score:
    """Micro-averaged over (document, code) pairs."""

    hits: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """Part of the predicted codes that are right; 0 where none is predicted."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Part of the gold codes that are found."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.hits / (self.predicted + self.gold) if self.predicted + self.gold else 0.0


def matched(gold: frozenset[str], predicted: frozenset[str], tabular: Tabular) -> dict[str, str]:
    """Gold code -> the prediction that meets it. A gold header is met by one code under it."""
    met = {code: code for code in gold & predicted}
    free = sorted(predicted - set(met))
    for code in sorted(gold - set(met)):
        if not tabular.is_valid(code):
            under = next((value for value in free if value.startswith(code)), None)
            if under is not None:
                met[code] = under
                free.remove(under)
    return met


def score(pairs: Pairs, tabular: Tabular) -> Score:
    """Exact score."""
    return total(note_scores(pairs, tabular))


def category_score(pairs: Pairs) -> Score:
    """Score over distinct 3-character categories."""
    return total(note_category_scores(pairs))


def note_scores(pairs: Pairs, tabular: Tabular) -> list[Score]:
    """The exact score of each note."""
    return [Score(len(matched(gold, found, tabular)), len(found), len(gold)) for gold, found in pairs]


def note_category_scores(pairs: Pairs) -> list[Score]:
    """The score of each note over its distinct categories."""
    cut = [({code[:3] for code in gold}, {code[:3] for code in found}) for gold, found in pairs]
    return [Score(len(gold & found), len(found), len(gold)) for gold, found in cut]


def total(notes: Iterable[Score]) -> Score:
    """The score of many notes together."""
    hits = predicted = gold = 0
    for note in notes:
        hits, predicted, gold = hits + note.hits, predicted + note.predicted, gold + note.gold
    return Score(hits, predicted, gold)


def without_external_causes(pairs: Pairs) -> Pairs:
    """The same without codes of chapter 20, V to Y, which many payers and coders leave out."""
    return tuple((_without_external(gold), _without_external(found)) for gold, found in pairs)


def _without_external(codes: frozenset[str]) -> frozenset[str]:
    return frozenset(code for code in codes if code[0] not in _EXTERNAL_CAUSES)


def interval(notes: Sequence[Score], measure: Callable[[Score], float] = lambda part: part.f1) -> tuple[float, float]:
    """95 % bootstrap interval: how far the figure would move with other notes of the same kind."""
    draw = random.Random(_SEED)
    counts = [(note.hits, note.predicted, note.gold) for note in notes]
    found = sorted(
        measure(Score(*map(sum, zip(*draw.choices(counts, k=len(counts)), strict=True)))) for _ in range(_RESAMPLES)
    )
    return found[round(0.025 * (_RESAMPLES - 1))], found[round(0.975 * (_RESAMPLES - 1))]


def chapter_scores(pairs: Pairs, tabular: Tabular) -> dict[int, Score]:
    """Exact score of each chapter of the Tabular; codes unknown to the release count as chapter 0."""
    hits: Counter[int] = Counter()
    predicted: Counter[int] = Counter()
    gold: Counter[int] = Counter()
    for golds, found in pairs:
        gold.update(_chapter(code, tabular) for code in golds)
        predicted.update(_chapter(code, tabular) for code in found)
        hits.update(_chapter(code, tabular) for code in matched(golds, found, tabular))
    return {chapter: Score(hits[chapter], predicted[chapter], gold[chapter]) for chapter in sorted(gold | predicted)}


def _chapter(code: str, tabular: Tabular) -> int:
    known = tabular.get(code) or tabular.get(code[:3])
    return known.chapter if known else 0


def misses(pairs: Pairs, tabular: Tabular) -> Counter[str]:
    """Gold codes not found, by how often."""
    return Counter(code for gold, predicted in pairs for code in gold - set(matched(gold, predicted, tabular)))


def false_alarms(pairs: Pairs, tabular: Tabular) -> Counter[str]:
    """Predicted codes that meet no gold code, by how often."""
    return Counter(
        code for gold, predicted in pairs for code in predicted - set(matched(gold, predicted, tabular).values())
    )


def read_labels(lines: Iterable[str]) -> dict[str, frozenset[str]]:
    """Read ``id<TAB>code`` lines; a first line that names the columns is passed over, dots and case do not matter.

    Raises:
        ValueError: a line has no tab; the message names the line.
    """
    labels: dict[str, set[str]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        document, tab, code = line.rstrip("\r\n").partition("\t")
        if not tab:
            raise ValueError(f"line {number}: expected id<TAB>code")
        value = undotted(code.split("\t")[0])
        if number == 1 and not any(character.isdigit() for character in value):
            continue
        labels.setdefault(document, set()).add(value)
    return {document: frozenset(codes) for document, codes in labels.items()}


def read_ids(lines: Iterable[str]) -> frozenset[str]:
    """Read ids of notes, one a line, or the first column of a tab-separated file."""
    return frozenset(line.partition("\t")[0].strip() for line in lines if line.strip())


def paired(labels: Mapping[str, frozenset[str]], predicted: Mapping[str, frozenset[str]]) -> Pairs:
    """Gold and predicted codes of every document that was coded."""
    return tuple((labels.get(document, frozenset()), codes) for document, codes in sorted(predicted.items()))
