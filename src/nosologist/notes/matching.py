"""Find terms in a statement: all words of the term close together, in any order; the match that explains most words wins."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from operator import attrgetter
from typing import NamedTuple

from nosologist.codesets.terms import Terms
from nosologist.notes.reading import WordRun

_BASE_SLACK = 3  # how far the words of a term may stand apart, plus one for each word
_LOOSE = 3  # a term this far apart does not share its words with a stronger one
_EXPLAINED = 5  # what a word that is explained weighs against looseness
_ORDER = attrgetter("order", "positions", "term")
_PARTING = frozenset({",", ";", ":", "."})  # marks that stand inside no phrase
_OPENS_APPOSITION = frozenset({",", ":", "–", "—"})
_LONGEST_APPOSITION = 7  # words and marks
_APPOSITION_COST = 2
_SIDES = ("right", "left", "bilateral")
_RANK = {"index": 0, "neoplasms": 1, "inclusion": 2, "title": 3}


@lru_cache(maxsize=1)
def qualifiers() -> frozenset[str]:
    """Adjectives that name no condition alone (``qualifiers.txt``)."""
    lines = (files("nosologist.notes") / "qualifiers.txt").read_text("utf-8").splitlines()
    return frozenset(word.strip() for line in lines if not line.startswith("#") for word in line.split(",") if word)


class Hit(NamedTuple):
    """A term found in a statement, on the words at these positions (ascending)."""

    positions: tuple[int, ...]
    cost: int  # how loosely its words stand together
    term: int
    order: tuple[int, int, int] = (0, 0, 0)  # what explains more words, less loosely, with more authority comes first
    elsewhere: tuple[int, ...] = ()  # words of the term that stand apart: in a list, the word for all its items


class Found(NamedTuple):
    """The terms that a statement names, in the order of the text; and the terms inside them, strongest first."""

    hits: list[Hit]
    within: list[Hit]


def find_terms(run: WordRun, terms: Terms) -> Found:
    """Find the terms that a statement names."""
    present = {word for word in run.ids if word > 0}
    found = terms.matches(present) if present else []
    if not found:
        return Found([], [])
    costs = _with_apposition(run, terms) if not _OPENS_APPOSITION.isdisjoint(run.surfaces) else run.costs
    places: dict[int, list[int]] = {}
    for position, word in enumerate(run.ids):
        if word > 0:
            places.setdefault(word, []).append(position)
    candidates = [hit for ids, numbers in found for hit in _placed(ids, numbers, places, costs, run, terms)]
    return _strongest(candidates, run, terms)


def _placed(
    ids: tuple[int, ...],
    numbers: tuple[int, ...],
    places: dict[int, list[int]],
    costs: list[int],
    run: WordRun,
    terms: Terms,
) -> list[Hit]:
    """Each place where the words of a term stand close enough together."""
    if len(ids) == 1:
        only = min(numbers)
        order = (-_EXPLAINED, 0, _RANK[terms.term(only).source])
        return [
            Hit((place,), 0, only, order)
            for place in places[ids[0]]
            if run.surfaces[run.token(place)].lower() not in qualifiers()
        ]
    hits = []
    slack = _BASE_SLACK + len(ids)
    reach = len(ids) - 1
    others = [places[word] for word in ids[1:]]
    for anchor in places[ids[0]]:
        near = [at[0] if len(at) == 1 else _nearest(at, anchor) for at in others]
        near.append(anchor)
        near.sort()
        cost = 0 if near[-1] - near[0] == reach else _apart(near, costs)
        positions = tuple(near)
        if cost > slack or (cost and run.may_negate() and _crosses_negation(positions, run)):
            continue
        if cost and run.opens_cause(near[0]):
            continue
        number = _fitting(numbers, positions, run, terms)
        if number is not None:
            order = (cost - _EXPLAINED * len(positions), cost, _RANK[terms.term(number).source])
            hits.append(Hit(positions, cost, number, order))
    return hits


def _with_apposition(run: WordRun, terms: Terms) -> list[int]:
    """``run.costs``, where what stands behind a comma belongs to what stands before it: "osteoarthritis, left knee".

    It does where it names nothing by itself; "hypertension, kidney disease" are two.
    """
    tokens = run.surfaces
    marks = [position for position in range(len(run.ids)) if tokens[run.token(position)] in _OPENS_APPOSITION]
    costs = run.costs
    adjusted: list[int] | None = None
    for place, mark in enumerate(marks):
        end = marks[place + 1] if place + 1 < len(marks) else len(run.ids)
        words = {word for word in run.ids[mark + 1 : end] if word > 0}
        if not words or end - mark > _LONGEST_APPOSITION or terms.matches(words):
            continue
        if adjusted is None:
            adjusted = list(costs)
        less = costs[mark + 1] - costs[mark] - _APPOSITION_COST
        for at in range(mark + 1, len(adjusted)):
            adjusted[at] -= less
    return adjusted or costs


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


def _crosses_negation(positions: tuple[int, ...], run: WordRun) -> bool:
    """True when a negation begins between the words of the term and is no part of it: "diabetes without retinopathy"."""
    low, high = run.token(positions[0]), run.token(positions[-1])
    return any(
        cue.kind == "negated" and low < cue.first < high and all(run.token(place) != cue.first for place in positions)
        for cue in run.cues
    )


def _fitting(numbers: tuple[int, ...], positions: tuple[int, ...], run: WordRun, terms: Terms) -> int | None:
    """The strongest of the terms with these words whose quoted phrases stand together in the statement."""
    if len(numbers) == 1 and not terms.term(numbers[0]).phrases:
        return numbers[0]
    fitting = [number for number in numbers if _phrases_hold(terms.term(number).phrases, positions, run)]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    return min(fitting, key=lambda number: (-len(terms.term(number).phrases), _RANK[terms.term(number).source], number))


def _phrases_hold(phrases: tuple[tuple[int, ...], ...], positions: tuple[int, ...], run: WordRun) -> bool:
    for phrase in phrases:
        said = [
            run.ids[position]
            for position in range(positions[0], positions[-1] + 1)
            if run.ids[position] >= 0 or run.surfaces[run.token(position)] in _PARTING
        ]
        size = len(phrase)
        if not any(tuple(said[at : at + size]) == phrase for at in range(len(said) - size + 1)):
            return False
    return True


def _strongest(candidates: Sequence[Hit], run: WordRun, terms: Terms) -> Found:
    """Part the hits into those that explain most, and those whose words others have explained already.

    A hit that adds a side to words explained already names nothing more: the side is read when the code is specified.
    """
    if len(candidates) < 2:
        return Found(list(candidates), [])
    sides = frozenset(map(terms.plain_word_id, _SIDES))
    ordered = sorted(candidates, key=_ORDER)
    covered: set[int] = set()
    kept, within = [], []
    for hit in ordered:
        new = [position for position in hit.positions if position not in covered]
        shared = len(new) < len(hit.positions)
        if (shared and hit.cost > _LOOSE) or (shared and all(run.ids[position] in sides for position in new)):
            within.append(hit)
        else:
            covered.update(hit.positions)
            kept.append(hit)
    kept.sort()
    return Found(kept, within)
