"""Find codes by words: a code in part, or a query that the look-up of each code set answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from nosologist.codesets.library import Books
from nosologist.model.answer import Answer, Result
from nosologist.model.code import dotted, undotted
from nosologist.search.completing import completed
from nosologist.search.diagnoses import diagnoses, result
from nosologist.search.query import Query, read_query
from nosologist.search.rewriting import likely_words

_CODE = re.compile(r"^[A-Za-z]\d[0-9A-Za-z](?:\.?[0-9A-Za-z]{0,4})\.?-?$")
_BEST = 0.8  # results with so much of the first one's score answer the query as well
_DOUBTFUL = 0.8  # of the query explained by the first result; less leaves room for a word misspelt as another word
_BETTER = 0.15  # how much more of the query another reading must explain

_LATER = 0.97  # what each less likely completion of a word loses

LookUp = Callable[[Query, Books], list[Result]]


def _procedures(query: Query, books: Books) -> list[Result]:
    from nosologist.search.other_books import procedures  # imported when asked: a look-up of diagnoses starts without

    return procedures(query, books)


def _services(query: Query, books: Books) -> list[Result]:
    from nosologist.search.other_books import services

    return services(query, books)


LOOK_UPS: dict[str, LookUp] = {"icd10cm": diagnoses, "icd10pcs": _procedures, "hcpcs": _services}
_DIAGNOSES = ("icd10cm",)


def find(
    text: str, books: Books, *, top: int = 10, typing: bool = False, systems: tuple[str, ...] = _DIAGNOSES
) -> Answer:
    """Look up a query in a coder's own words; the same query gives the same answer at all times.

    Args:
        typing: the last word may not be whole yet (diagnoses only).
        systems: the code sets that are asked; the names of ``LOOK_UPS``.

    Raises:
        BookError: a code set is asked that was not added.
    """
    text = text.strip()
    if systems != _DIAGNOSES:
        return _asked_of(systems, text, books, top)
    if _CODE.match(text) and (answer := _by_code(text, books, top)):
        return answer
    query, results = _as_typed(text, books) if typing else _whole(text, books)
    return _grouped(text, results[:top], query)


def _whole(text: str, books: Books) -> tuple[Query, list[Result]]:
    query = read_query(text, books)
    results = diagnoses(query, books)
    return _read_otherwise(query, results, books) if _explains(results) < _DOUBTFUL else (query, results)


def _as_typed(text: str, books: Books) -> tuple[Query, list[Result]]:
    """The results of all that a query may become when its last word is whole, the likeliest first."""
    queries = [read_query(whole, books) for whole in completed(text, books)]
    found: dict[tuple[str, str], Result] = {}
    for place, query in enumerate(queries):
        for one in diagnoses(query, books):
            one = replace(one, score=round(one.score * _LATER**place, 4))
            before = found.get((one.system, one.code))
            if before is None or before.score < one.score:
                found[one.system, one.code] = one
    return queries[0], sorted(found.values(), key=lambda one: (-one.score, one.code))


def _asked_of(systems: tuple[str, ...], text: str, books: Books, top: int) -> Answer:
    """The results of several code sets, or of another than the diagnoses; each keeps its own order."""
    query = read_query(text, books)
    found = [one for system in systems for one in LOOK_UPS[system](query, books)[:top]]
    found.sort(key=lambda one: -one.score)
    return _grouped(text, found[:top], query)


def _grouped(text: str, results: list[Result], query: Query) -> Answer:
    least = _score(results) * _BEST
    best = tuple(one for one in results if one.score >= least)
    return Answer(text, best, tuple(results[len(best) :]), tuple(_notes(query, results)))


def _score(results: list[Result]) -> float:
    return results[0].score if results else 0.0


def _explains(results: list[Result]) -> float:
    return results[0].explains if results else 0.0


def _read_otherwise(query: Query, results: list[Result], books: Books) -> tuple[Query, list[Result]]:
    """Read a word that exists as another one that makes sense of the query: "prostrate cancer"."""
    for written, meant in likely_words(query.text, books):
        other = read_query(re.sub(rf"\b{re.escape(written)}\b", meant, query.text), books)
        found = diagnoses(other, books)
        if _explains(found) >= _explains(results) + _BETTER:
            return other._replace(text=query.text, mended=((written, meant), *other.mended)), found
    return query, results


def _by_code(text: str, books: Books, top: int) -> Answer | None:
    """A code, whole or in part: itself or the valid codes that begin so."""
    value = undotted(text.rstrip("-"))
    notes: tuple[str, ...] = ()
    if not books.tabular.get(value):
        known = next((value[:size] for size in range(len(value), 2, -1) if books.tabular.begins(value[:size])), None)
        if known is None:
            return None
        if known != value:
            notes = (
                f"{dotted(value)}: no such code in {books.releases[0]}; shown is what begins with {dotted(known)}",
            )
        value = known
    values = [value] if books.tabular.is_valid(value) else books.tabular.valid_below(value, top)
    results = tuple(result(one, dotted(value), 1.0, 1.0, books) for one in values)
    return Answer(text, results, (), notes)


def _notes(query: Query, results: list[Result]) -> Iterator[str]:
    for written, read in query.mended:
        yield f"“{written}” read as “{read}”"
    if query.unknown:
        words = ", ".join(f"“{word}”" for word in query.unknown)
        yield f"not understood: {words}"
    if not results and not query.unknown:
        yield "nothing in the books has these words; name the condition, a body part, or the first characters of a code"
