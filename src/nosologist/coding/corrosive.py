"""Corrosions: "chemical burn of the cornea from bleach" names the chemical, whose toxic effect comes first (notes at T20-T28)."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.codesets.terms import Terms
from nosologist.coding.tables import covered, read_patterns
from nosologist.notes.matching import Hit
from nosologist.notes.reading import WordRun

_CORROSIONS = read_patterns(
    "T20.4-T20.7, T21.4-T21.7, T22.4-T22.7, T23.4-T23.7, T24.4-T24.7, T25.4-T25.7, T26.5-T26.9, T28.5-T28.9"
)
_TOXIC = read_patterns("T51-T65")
_UNNAMED = read_patterns("T54.9, T65.8, T65.9")  # "chemical", "corrosive": which one is not told
_ACCIDENTAL = "1"  # the last character before the episode, unless another intent is told (I.C.20.h)


def chemicals(run: WordRun, hits: list[Hit], books: Books) -> Iterator[Hit]:
    """The chemical that a statement names beside a corrosion."""
    terms = books.terms
    if not any(covered(_CORROSIONS, terms.term(hit.term).code) for hit in hits):
        return
    if any(covered(_TOXIC, terms.term(hit.term).code) for hit in hits):
        return
    found = _chemical(run, terms)
    if found is not None:
        yield found


def _chemical(run: WordRun, terms: Terms) -> Hit | None:
    poisoning = terms.plain_word_id("poisoning")
    places = {word: at for at, word in reversed(list(enumerate(run.ids))) if word > 0}
    best: Hit | None = None
    for ids, numbers in terms.matches({*places, poisoning}):
        named = sorted(places[word] for word in ids if word != poisoning)
        if not named or poisoning not in ids:
            continue
        code = terms.term(numbers[0]).code
        if not covered(_TOXIC, code) or covered(_UNNAMED, code) or not code.endswith(_ACCIDENTAL):
            continue
        if best is None or len(named) > len(best.positions):
            best = Hit(tuple(named), 0, numbers[0])
    return best
