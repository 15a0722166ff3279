"""Regions: the site in whose code a part of the body lies, where a header lets choose among sites (a metatarsal is of the foot)."""

from __future__ import annotations

from nosologist.codesets.library import Books
from nosologist.codesets.words import term_words
from nosologist.coding.branches import listed
from nosologist.coding.details import Details
from nosologist.coding.tables import table_lines


def undisputed_synonyms(value: str, details: Details, books: Books) -> frozenset[int]:
    """The synonyms of the words that led here without the sites of a header that nothing documented speaks for.

    "Foot, toe, ankle" may lead to one header; that it was reached by one of them documents none of the others.
    """
    choice = listed(value, books) & details.synonyms
    if len(choice) < 2:
        return details.synonyms
    told = set[int]()
    for parts, sites in _parts(books):
        if not parts.isdisjoint(details.near):
            told.update([site for site in sites if site in choice][:1])
    return details.synonyms - (choice - told)


def _parts(books: Books) -> list[tuple[frozenset[int], tuple[int, ...]]]:
    """``part_of.txt``: word ids of parts, and of their sites."""
    found: list[tuple[frozenset[int], tuple[int, ...]]] | None = books.memo.get("parts of sites")
    if found is None:
        found = books.memo["parts of sites"] = []
        for line in table_lines("part_of.txt"):
            parts, _, sites = line.partition("|")[0].partition(":")
            found.append((frozenset(_ids(parts, books)), _ids(sites, books)))
    return found


def _ids(words: str, books: Books) -> tuple[int, ...]:
    return tuple(books.terms.plain_word_id(word) for word in term_words(words))
