"""Find terms in a statement: all words of the term close together, in any order; the match that explains most words wins."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from nosologist.codesets.terms import Terms
from nosologist.notes.reading import WordRun

_BASE_SLACK = 3  # how far the words of a term may stand apart, plus one for each word
_RANK = {"index": 0, "neoplasms": 1, "inclusion": 2, "title": 3}


class Hit(NamedTuple):
    """A term found in a statement, on the words at these positions (ascending)."""

    positions: tuple[int, ...]
    cost: int
    term: int

    @property
    def score(self) -> int:
        """How much it explains, less how loosely."""
        return 4 * len(self.positions) - self.cost


def find_terms(run: WordRun, terms: Terms) -> list[Hit]:
    """The terms that a statement names, in the order of the text."""
    present = {word for word in run.ids if word > 0}
    found = terms.matches(present) if present else []
    if not found:
        return []
    places: dict[int, list[int]] = {}
    for position, word in enumerate(run.ids):
        if word > 0:
            places.setdefault(word, []).append(position)
    candidates = [hit for ids, numbers in found for hit in _placed(ids, numbers, places, run, terms)]
    return _strongest(candidates, terms)


def _placed(
    ids: tuple[int, ...], numbers: tuple[int, ...], places: dict[int, list[int]], run: WordRun, terms: Terms
) -> list[Hit]:
    """Each place where the words of a term stand close enough together."""
    first = ids[0]
    hits = []
    slack = _BASE_SLACK + len(ids)
    costs = run.costs
    for anchor in places[first]:
        if len(ids) == 1:
            positions: tuple[int, ...] = (anchor,)
            cost = 0
        else:
            chosen = [anchor]
            for word in ids[1:]:
                at = places[word]
                chosen.append(at[0] if len(at) == 1 else _nearest(at, anchor))
            chosen.sort()
            positions = tuple(chosen)
            cost = costs[positions[-1] + 1] - costs[positions[0]]
            for position in positions:
                cost -= costs[position + 1] - costs[position]
            if cost > slack or (cost and _crosses_negation(positions, run)):
                continue
        number = _fitting(numbers, positions, run, terms)
        if number is not None:
            hits.append(Hit(positions, cost, number))
    return hits


def _nearest(places: list[int], anchor: int) -> int:
    right = bisect_left(places, anchor)
    if right == 0:
        return places[0]
    if right == len(places) or anchor - places[right - 1] <= places[right] - anchor:
        return places[right - 1]
    return places[right]


def _crosses_negation(positions: tuple[int, ...], run: WordRun) -> bool:
    """True when a negation begins between the words of the term and is no part of it: "diabetes without retinopathy"."""
    low, high = run.raws[positions[0]][0], run.raws[positions[-1]][0]
    return any(
        cue.kind == "negated" and low < cue.first < high and all(run.raws[place][0] != cue.first for place in positions)
        for cue in run.cues
    )


def _fitting(numbers: tuple[int, ...], positions: tuple[int, ...], run: WordRun, terms: Terms) -> int | None:
    """The strongest of the terms with these words whose quoted phrases stand together in the statement."""
    fitting = [number for number in numbers if _phrases_hold(terms.term(number).phrases, positions, run)]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    return min(fitting, key=lambda number: (-len(terms.term(number).phrases), _RANK[terms.term(number).source], number))


def _phrases_hold(phrases: tuple[tuple[int, ...], ...], positions: tuple[int, ...], run: WordRun) -> bool:
    for phrase in phrases:
        said = [run.ids[position] for position in range(positions[0], positions[-1] + 1) if run.ids[position] >= 0]
        size = len(phrase)
        if not any(tuple(said[at : at + size]) == phrase for at in range(len(said) - size + 1)):
            return False
    return True


def _strongest(candidates: Sequence[Hit], terms: Terms) -> list[Hit]:
    """Keep the hits that explain most; drop one whose words others have explained already."""
    if len(candidates) < 2:
        return list(candidates)
    ordered = sorted(
        candidates, key=lambda hit: (-hit.score, hit.cost, _RANK[terms.term(hit.term).source], hit.positions, hit.term)
    )
    covered: set[int] = set()
    kept = []
    for hit in ordered:
        if covered.issuperset(hit.positions):
            continue
        covered.update(hit.positions)
        kept.append(hit)
    kept.sort()
    return kept
