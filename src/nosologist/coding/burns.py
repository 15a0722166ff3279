"""Burns listed by their places alone, in the record of a burn: "18% TBSA: face 2nd degree 3%, R arm 3rd degree 6%" (I.C.19.d)."""

from __future__ import annotations

import re

from nosologist.codesets.library import Books
from nosologist.codesets.terms import UNKNOWN
from nosologist.notes.list_ends import items_between
from nosologist.notes.matching import Hit
from nosologist.notes.reading import WordRun

_DEPTH = frozenset({"degree", "deg", "thickness"})
_BURNT = re.compile(r"\bburn|\bscald", re.IGNORECASE)
_PLACES = ("T20", "T21", "T22", "T23", "T24", "T25")
_ENDS = frozenset({",", ";", ":", ".", "and"})
_SAID = ("burn", "thermal")  # what the list leaves unsaid
_DEPTHS = frozenset(
    {"1st", "2nd", "3rd", "4th", "first", "second", "third", "fourth", "partial", "full", "superficial"}
)


def tells_burn(text: str, start: int = 0, end: int | None = None) -> bool:
    """True for a text that speaks of a burn."""
    return _BURNT.search(text, start, len(text) if end is None else end) is not None


def with_burns(run: WordRun, hits: list[Hit], books: Books) -> list[Hit]:
    """The hits, with the burns of a statement that names places and depths without the word, in a record that ``tells_burn``."""
    if _DEPTH.isdisjoint(run.tokens) or tells_burn(run.text, run.statement.start, run.statement.end):
        return hits
    burns = [hit for item in items_between(run.words, _ENDS) for hit in _burns(item, run, books)]
    return [*hits, *burns]


def _burns(item: list[int], run: WordRun, books: Books) -> list[Hit]:
    """The burns of an item of the list: each place with all that is said of it."""
    terms = books.terms
    unsaid = {terms.plain_word_id(word) for word in _SAID}
    places: dict[int, int] = {}
    for at in item:
        if run.ids[at] > UNKNOWN:
            places.setdefault(run.ids[at], at)
    found: list[tuple[frozenset[int], int]] = []
    for ids, numbers in terms.matches(set(places) | unsaid):
        named = frozenset(ids) - unsaid
        burnt = unsaid & set(ids) and terms.term(numbers[0]).code.startswith(_PLACES)
        if burnt and len(named) > 1 and any(run.words[places[word]] in _DEPTHS for word in named):
            found.append((named, numbers[0]))
    whole = [(named, number) for named, number in found if not any(named < other for other, _ in found)]
    hits = {
        terms.term(number).code: Hit(tuple(sorted(places[word] for word in named)), 0, number)
        for named, number in whole
    }
    return list(hits.values())
