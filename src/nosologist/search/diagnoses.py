"""The codes of ICD-10-CM that answer a query: what the coder would code, then every wording that explains most of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nosologist.codesets.entries import SHORTNESS, Concept, Entry
from nosologist.codesets.library import Books, kept_by_code
from nosologist.model.answer import Result
from nosologist.model.code import CodeSystem, dotted, undotted
from nosologist.search.choices import without_side
from nosologist.search.coded import brought_down, coded
from nosologist.search.query import Query

_ENTRIES = 40  # wordings that are looked at
_HEADERS = 6  # of them those of headers that are brought down to a code at once
_SHOWN = 12  # results whose headers are brought down whatever their place
_OTHER_SENSE = 8  # wordings that are looked at for another meaning of an abbreviation
_CODED = 0.15  # what it counts that the coder would code it
_INDIRECT = 0.3  # what an entry loses that explains the query by words that stand for others only
_TOGETHER = 0.5  # of it what it counts that all the codes together explain the query
_ORGANISMS = ("B95", "B98")  # codes that only supplement the code of the disease
_SUPPLEMENT = 0.25  # by how much they stand behind it
_BROADER = 0.6  # what a level above the one that is asked for is worth
_LESS_LIKELY = 0.7  # what another meaning of an abbreviation is worth
_TITLED = 0.02  # of two codes the one whose title says more of the query comes first


def diagnoses(query: Query, books: Books) -> list[Result]:
    """The codes of ICD-10-CM that answer a query, best first."""
    entries = books.entries.best(query.concepts, _ENTRIES)
    headers = list(dict.fromkeys(entry.code for entry in entries if not books.tabular.is_valid(entry.code)))[:_HEADERS]
    below = brought_down(headers, query, books)
    found: dict[str, Result] = {}
    for one in (
        *_coded(query, _words_of(entries, below), books),
        *_worded(query, entries, below, books),
        *_in_other_senses(query, books),
    ):
        before = found.get(one.code)
        if before is None or before.score < one.score:
            found[one.code] = one
    ranked = sorted(found.values(), key=lambda one: (-one.score, one.code))
    return _distinct(_valid_if_possible(ranked, headers, query, books), books)


def _words_of(entries: Iterable[Entry], below: dict[str, str]) -> dict[str, frozenset[int]]:
    """Every word by which the entries that were found lead to a code."""
    words: dict[str, frozenset[int]] = {}
    for entry in entries:
        code = dotted(below.get(entry.code, entry.code))
        words[code] = words.get(code, frozenset()) | entry.words
    return words


def _coded(query: Query, others: dict[str, frozenset[int]], books: Books) -> Iterator[Result]:
    codes = coded(query.readings, books)
    titles = [_title_words(one.code, books) for one in codes]
    known = [
        one.words | titled | others.get(dotted(one.code), frozenset())
        for one, titled in zip(codes, titles, strict=True)
    ]
    together = _share(query, frozenset().union(*known)) * _TOGETHER
    for one, titled, words in zip(codes, titles, known, strict=True):
        share = _share(query, words)
        alone = share * (1 - _TOGETHER) + _TITLED * _share(query, titled)
        supplement = _SUPPLEMENT if len(codes) > 1 and _ORGANISMS[0] <= one.code < _ORGANISMS[1] else 0
        yield result(one.code, one.by, alone + together + _CODED - supplement, share, books)
    for reading in query.broader:
        for one in coded((reading,), books):
            yield result(one.code, one.by, _BROADER, _BROADER, books)


def _worded(query: Query, entries: Iterable[Entry], below: dict[str, str], books: Books) -> Iterator[Result]:
    for entry in entries:
        code = below.get(entry.code, entry.code)
        words = entry.words | _title_words(code, books) if code != entry.code else entry.words
        share = _share(query, words)
        score = share * entry.precision**SHORTNESS * (1 - _INDIRECT * (1 - entry.directly))
        yield result(code, entry.shown, score, share, books)


def _in_other_senses(query: Query, books: Books) -> Iterator[Result]:
    for concepts in query.other_senses:
        for entry in books.entries.best(concepts, _OTHER_SENSE):
            score = entry.cover * entry.precision**SHORTNESS * _LESS_LIKELY
            yield result(entry.code, entry.shown, score, entry.cover, books)


def _valid_if_possible(ranked: list[Result], tried: list[str], query: Query, books: Books) -> list[Result]:
    """The results with the headers among the first of them brought down to a valid code."""
    headers = [code for one in ranked[:_SHOWN] if not one.valid and (code := undotted(one.code)) not in tried]
    below = brought_down(headers, query, books) if headers else {}
    return [
        result(below[undotted(one.code)], one.by, one.score, one.explains, books)
        if undotted(one.code) in below
        else one
        for one in ranked
    ]


def _share(query: Query, words: frozenset[int]) -> float:
    """How much of the query these words explain, 0 to 1."""
    said = sum(weight for concept, weight in zip(query.concepts, query.weights, strict=True) if _means(concept, words))
    return said / (sum(query.weights) or 1)


def _means(concept: Concept, words: frozenset[int]) -> bool:
    return any(word in words for word, _ in concept.meaning)


@kept_by_code
def _title_words(value: str, books: Books) -> frozenset[int]:
    code = books.tabular[value]
    return books.entries.title_words(code.parent or value if code.seventh else value)


def result(value: str, by: str, score: float, explains: float, books: Books) -> Result:
    """A code (undotted) as it is answered."""
    code = books.tabular[value]
    return Result(
        CodeSystem.ICD10CM.value, dotted(value), code.title, code.valid, by, round(score, 4), round(explains, 4)
    )


def _distinct(results: Iterable[Result], books: Books) -> list[Result]:
    """Codes that differ by their side only are one result; ``search/choices.py`` tells the others."""
    found: dict[tuple[str | None, str], Result] = {}
    for one in results:
        found.setdefault((books.tabular[undotted(one.code)].parent, without_side(one.title)), one)
    return list(found.values())
