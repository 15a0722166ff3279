"""Find terms in a statement: all words of the term close together, in any order; the match that explains most words wins."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from nosologist.codesets.terms import Terms
from nosologist.codesets.trie import Ending, Ids
from nosologist.notes.reading import WordRun

_BASE_SLACK = 3  # how far the words of a term may stand apart, plus one for each word
_LOOSE = 3  # a term this far apart does not share its words with a stronger one
_EXPLAINED = 5  # what a word that is explained weighs against looseness

Order = tuple[int, int, int]


class Hit(NamedTuple):
    """A term found in a statement, on the words at these positions (ascending)."""

    positions: tuple[int, ...]
    cost: int  # how loosely its words stand together
    term: int


class Found(NamedTuple):
    """The terms that a statement names, in the order of the text; and the terms inside them, strongest first."""

    hits: list[Hit]
    within: list[Hit]


_NOTHING = Found([], [])
# Where a hit stands among others: what explains more words, less loosely, with more authority comes first; then by place.
Ranked = tuple[Order, Hit]


def find_terms(run: WordRun, terms: Terms) -> Found:
    """Find the terms that a statement names."""
    present = set(run.known)
    found = terms.matches(present)
    if not found:
        return _NOTHING
    candidates: list[Ranked] = []
    if len(present) == len(run.known):  # no word stands twice
        place = {word: position for position, word in enumerate(run.ids)}.__getitem__
        for words, ends in found:
            _add(candidates, ends, sorted(map(place, words)), run)
    else:
        places: dict[int, list[int]] = {}
        for position, word in enumerate(run.ids):
            places.setdefault(word, []).append(position)
        for words, ends in found:
            for near in _near(words, places):
                _add(candidates, ends, near, run)
    return _strongest(candidates)


def _add(candidates: list[Ranked], ends: tuple[Ending, ...], near: list[int], run: WordRun) -> None:
    """Add the strongest term that the words at these places name, where they stand close enough together."""
    size = len(near)
    if size == 1:
        best = min(ends)
        candidates.append(((-_EXPLAINED, 0, best.authority), Hit(tuple(near), 0, best.number)))
        return
    cost = 0 if near[-1] - near[0] < size else _apart(near, run.costs)
    if cost and (cost > _BASE_SLACK + size or (run.may_negate() and _crosses_negation(near, run))):
        return
    ending = ends[0] if len(ends) == 1 and not ends[0].phrases else _fitting(ends, near, run.ids)
    if ending is not None:
        order = (cost - _EXPLAINED * size, cost, ending.authority)
        candidates.append((order, Hit(tuple(near), cost, ending.number)))


def _near(words: Ids, places: dict[int, list[int]]) -> list[list[int]]:
    """For each place of the first word the nearest places of the others, ascending."""
    others = [places[word] for word in words[1:]]
    return [sorted([anchor, *(_nearest(at, anchor) for at in others)]) for anchor in places[words[0]]]


def _apart(positions: list[int], costs: list[int]) -> int:
    """What the words between the first and the last position cost, those of the term left out."""
    cost = costs[positions[-1]] - costs[positions[0] + 1]
    for inner in positions[1:-1]:
        cost -= costs[inner + 1] - costs[inner]
    return cost


def _nearest(places: list[int], anchor: int) -> int:
    right = bisect_left(places, anchor)
    if right < len(places) and places[right] == anchor:
        return anchor
    if right == 0:
        return places[0]
    if right == len(places) or anchor - places[right - 1] <= places[right] - anchor:
        return places[right - 1]
    return places[right]


def _crosses_negation(positions: list[int], run: WordRun) -> bool:
    """True when a negation begins between the words of the term and is no part of it: "diabetes without retinopathy"."""
    low, high = run.token(positions[0]), run.token(positions[-1])
    return any(
        cue.kind == "negated" and low < cue.first < high and all(run.token(place) != cue.first for place in positions)
        for cue in run.cues
    )


def _fitting(ends: tuple[Ending, ...], positions: list[int], ids: list[int]) -> Ending | None:
    """The strongest of the terms with these words whose quoted phrases stand together in the statement."""
    said = [word for word in ids[positions[0] : positions[-1] + 1] if word >= 0]
    fitting = [ending for ending in ends if all(_stands(phrase, said) for phrase in ending.phrases)]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    return min(fitting, key=lambda ending: (-len(ending.phrases), ending.authority, ending.number))


def _stands(phrase: Ids, said: list[int]) -> bool:
    """True when the words stand together in this order."""
    size = len(phrase)
    first = phrase[0]
    for at in range(len(said) - size + 1):
        if said[at] == first and tuple(said[at : at + size]) == phrase:
            return True
    return False


def _strongest(candidates: list[Ranked]) -> Found:
    """Part the hits into those that explain most, and those whose words others have explained already."""
    if len(candidates) < 2:
        return Found([hit for _, hit in candidates], [])
    candidates.sort()
    covered: set[int] = set()
    kept, within = [], []
    for _, hit in candidates:
        if covered.issuperset(hit.positions) or (hit.cost > _LOOSE and not covered.isdisjoint(hit.positions)):
            within.append(hit)
        else:
            covered.update(hit.positions)
            kept.append(hit)
    kept.sort()
    return Found(kept, within)
