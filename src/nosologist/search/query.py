"""Read a query: its parts, its words as the coder reads them, and what each of them counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from nosologist.codesets.entries import Concept
from nosologist.codesets.library import Books
from nosologist.codesets.words import STOP_WORDS, fold
from nosologist.model.document import Document
from nosologist.notes.matching import find_terms
from nosologist.notes.reading import Reading, read
from nosologist.search.rewriting import Rewritten, rewritten

_BARS = re.compile(r"\s*[|>›]\s*")
_MEASURES = re.compile(r"\s*\[[^\]]*\]|\s*\([<>≤≥=~ ]*\d[^)]*\)")  # measures in brackets: "( < 2.8 meq/dl)"
_QUALIFYING = re.compile(
    r"^(?:due|with|without|secondary|associated|caused|related|s/p|after|in|of|from|by|etiology|initial)\b",
    re.IGNORECASE,
)
_NAMING = (1.0, 0.3)  # what the words of a level count that names a condition, from the last one up
_CONTEXT = 0.12  # what a word of a heading counts
_QUALIFIER = 0.5
_SHORT = 4  # tokens of a query in which every meaning of an abbreviation is looked up
_MOST_OF_ONE = 2  # words that an abbreviation counts for, however many it stands for


class Query(NamedTuple):
    """A query as it is looked up."""

    text: str  # as asked
    readings: tuple[Reading, ...]  # of the part that names what is looked for
    broader: tuple[Reading, ...]  # of the levels above it, nearest first
    concepts: tuple[Concept, ...]
    weights: tuple[float, ...]  # of the concepts
    other_senses: tuple[tuple[Concept, ...], ...]  # the query with another meaning of one of its abbreviations
    mended: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]


def read_query(text: str, books: Books) -> Query:
    """Read a query. Levels between bars are a path: from headings to what is meant."""
    parts = [part for part in _BARS.split(_MEASURES.sub(" ", text)) if part.strip()]
    levels = [_level(part, books) for part in parts]
    factors = _factors(levels, books)
    said = list(zip(levels, factors, strict=True))
    asked = [level for level, factor in said if factor >= _QUALIFIER]
    readings: tuple[Reading, ...] = tuple(level.reading for level in asked)
    if len(asked) > 1:
        readings = (read(Document("query", " ".join(level.said.text for level in asked)), books.terms),)
    concepts = tuple(_distinct([concept for level, factor in said for concept in _concepts(level, factor, books)]))
    return Query(
        text,
        readings,
        tuple(level.reading for level, factor in reversed(said) if factor == _NAMING[1]),
        concepts,
        tuple(map(books.entries.weight, concepts)),
        tuple(_other_senses(levels[0], books)) if len(levels) == 1 else (),
        tuple(pair for level in levels for pair in level.said.mended),
        tuple(word for level in levels for word in level.said.unknown),
    )


class _Level(NamedTuple):
    written: str
    said: Rewritten
    reading: Reading


def _level(part: str, books: Books) -> _Level:
    said = rewritten(part, books)
    return _Level(part, said, read(Document("query", said.text), books.terms))


def _factors(levels: list[_Level], books: Books) -> list[float]:
    """What each level counts: the last that names a condition most, what qualifies it half, headings above it hardly."""
    if len(levels) < 2:
        return [1.0] * len(levels)
    factors: list[float] = []
    naming = iter(_NAMING)
    for place in range(len(levels) - 1, -1, -1):
        if place and not _QUALIFYING.match(levels[place].written) and _names(levels[place], books):
            factors.append(next(naming, _CONTEXT))
        else:
            factors.append(_QUALIFIER if place and _NAMING[0] not in factors else _CONTEXT)
    factors.reverse()
    return factors if _NAMING[0] in factors else [*factors[:-1], 1.0]


def _names(level: _Level, books: Books) -> bool:
    return any(find_terms(run, books.terms).hits for run in level.reading.runs)


def _concepts(level: _Level, factor: float, books: Books) -> list[Concept]:
    found: list[Concept] = []
    for run in level.reading.runs:
        tokens = [run.token(place) for place in range(len(run.ids))]
        for word, token in zip(run.ids, tokens, strict=True):
            written = run.surfaces[token].lower()
            counts = factor * min(1.0, _MOST_OF_ONE / tokens.count(token))
            if word > 0:
                found.append(Concept(written, ((word, 1.0),), counts))
            elif (
                written[0].isalnum() and written not in STOP_WORDS and (spelling := books.spellings.get(fold(written)))
            ):
                found.append(Concept(written, ((spelling.word, 1.0),), counts))
    return found


def _other_senses(level: _Level, books: Books) -> Iterator[tuple[Concept, ...]]:
    """The words of a short query with each other meaning of an abbreviation in it."""
    for run in level.reading.runs:
        if len(run.surfaces) > _SHORT:
            continue
        for token, surface in enumerate(run.surfaces):
            said = {word for place, word in enumerate(run.ids) if run.token(place) == token}
            beside = [word for place, word in enumerate(run.ids) if word > 0 and run.token(place) != token]
            for written, senses in books.terms.abbreviations.at(surface):
                for sense in senses if len(written) == 1 and len(senses) > 1 else ():
                    if sense.ids and said.isdisjoint(sense.ids):
                        yield tuple(Concept(surface, ((word, 1.0),)) for word in (*sense.ids, *beside))


def _distinct(concepts: list[Concept]) -> list[Concept]:
    """Each meaning once, as it counts most."""
    found: dict[object, Concept] = {}
    for concept in concepts:
        before = found.get(concept.meaning)
        if before is None or before.factor < concept.factor:
            found[concept.meaning] = concept
    return list(found.values())
