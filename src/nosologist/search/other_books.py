"""Look up services, supplies and procedures in the books that the user added."""

from __future__ import annotations

from nosologist.codesets.hcpcs import Hcpcs
from nosologist.codesets.library import Books
from nosologist.codesets.procedure_search import suggest
from nosologist.codesets.procedures import OPEN, Procedures
from nosologist.codesets.words import STOP_WORDS, TOKEN, fold, stem
from nosologist.errors import BookError
from nosologist.model.answer import Result
from nosologist.search.query import Query

_MOST = 20
_LEAST_SHARE = 0.5  # of the words asked for that a description must have
_SHORTNESS = 0.3


def services(query: Query, books: Books) -> list[Result]:
    """HCPCS codes and modifiers whose description has the words, best first.

    Raises:
        BookError: HCPCS Level II was not added.
    """
    read = dict(query.mended)
    asked = [{word, read.get(word, word)} for word in TOKEN.findall(query.text) if _says_something(word)]
    forms = [{stem(fold(part)) for form in word for part in form.split()} for word in asked]
    if not forms:
        return []
    found = []
    for code, title in Hcpcs(books.shelf).titles():
        folded = title.lower()
        said = sum(any(form in folded for form in word) for word in forms)
        if code == query.text.upper() or said >= _LEAST_SHARE * len(forms):
            share = 1.0 if code == query.text.upper() else said / len(forms)
            score = share * min(1.0, said / len(title.split())) ** _SHORTNESS if said else share
            found.append(Result("hcpcs", code, title, True, title, round(score, 4), round(share, 4)))
    return sorted(found, key=lambda one: (-one.score, one.code))[:_MOST]


def procedures(query: Query, books: Books) -> list[Result]:
    """ICD-10-PCS codes, and tables narrowed as far as the words go (``.`` for an open character), best first.

    Raises:
        BookError: the tables or the Index of ICD-10-PCS were not added.
    """
    tables = Procedures(books.shelf)
    index = books.shelf.in_force("icd10pcs", None, "icd10pcs_index")
    if index is None:
        raise BookError("no ICD-10-PCS Index was added; fetch it from CMS and run `noso books add FILE`")
    found = suggest(query.text, tables, index, _MOST)
    best = max((one.score for one in found), default=1.0) or 1.0
    results = []
    for one in found:
        whole = OPEN not in one.pattern
        table = tables.table(one.pattern[:3])
        title = one.title or (f"{table.operation}, {table.body_system}" if table else one.path)
        share = round(one.score / best, 4)
        results.append(Result("icd10pcs", one.pattern, title, whole, one.path, share, share))
    return results


def _says_something(word: str) -> bool:
    return word[0].isalnum() and word.lower() not in STOP_WORDS
