"""Lint a provider query: name the diagnoses in its parts, then ask the QRY rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.coding.locate import locate
from nosologist.model.claim import Claim
from nosologist.model.document import Document
from nosologist.model.encounter import Setting
from nosologist.model.finding import Finding
from nosologist.model.mention import Polarity
from nosologist.model.query import NamedDiagnosis, OptionKind, Part, Query
from nosologist.notes.reading import read
from nosologist.rules.checking import RuleBook
from nosologist.rules.rule import Needs
from nosologist.rules.site import rulebook_in_force

_NO_DIAGNOSES = read_patterns(
    "R00-R56, R58-R64, R65.1, R66-R99, U00-U06, U08-U99, V, W, X, Y, Z, T36-T50, T78.40, T88.7"
)
_LOOSEST = 2  # how loosely the words of a diagnosis may stand


def lint(query: Query, books: Books) -> tuple[Finding, ...]:
    """What the QRY rules find in a query, in the order of their ids."""
    return _query_rules().findings(query_claim(query, books), books)


def query_claim(query: Query, books: Books) -> Claim:
    """A query as the rules read it: with the diagnoses that it names."""
    return Claim("query", Setting.OUTPATIENT, query=replace(query, named=tuple(_named(query, books))))


@lru_cache(maxsize=1)
def _query_rules() -> RuleBook:
    """The rules in force that read queries, a site's own among them."""
    return RuleBook(tuple(rule for rule in rulebook_in_force().rules if rule.needs is Needs.QUERY))


def _named(query: Query, books: Books) -> Iterator[NamedDiagnosis]:
    """The diagnoses that each part names."""
    options = [one.text if one.kind is OptionKind.CLINICAL else "" for one in query.options]
    parts = (
        (Part.TITLE, [query.title]),
        (Part.INDICATORS, [one.quote for one in query.indicators]),
        (Part.QUESTION, [query.question]),
        (Part.OPTIONS, options),
    )
    for part, texts in parts:
        for number, text in enumerate(texts):
            yield from _in_text(part, number, text, books)


def _in_text(part: Part, number: int, text: str, books: Books) -> Iterator[NamedDiagnosis]:
    if not text.strip():
        return
    # A title is written in capitals at times; the reader takes those for abbreviations.
    document = Document(part.value, text.capitalize() if text.isupper() else text)
    for candidate in locate((read(document, books.terms),), books).candidates:
        if not _NO_DIAGNOSES[candidate.code] and candidate.cost <= _LOOSEST:
            said = " ".join(span.quote(document.text) for span in candidate.mention.spans)
            affirmed = candidate.mention.assertion.polarity is Polarity.AFFIRMED
            yield NamedDiagnosis(part, number, said, candidate.code, affirmed)
