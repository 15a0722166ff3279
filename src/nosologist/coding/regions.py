"""Regions: the site in whose code a part of the body lies, where a header lets choose among sites (a metatarsal is of the foot)."""

from __future__ import annotations

from nosologist.codesets.library import Books
from nosologist.codesets.words import term_words
from nosologist.coding.branches import branches, listed
from nosologist.coding.details import Details
from nosologist.coding.tables import table_lines

_LIMBS = (
    ("lower extremity limb", "leg calf thigh shin foot ankle"),
    ("upper extremity limb", "arm forearm hand"),
    ("leg", "femoral popliteal tibial peroneal femoropopliteal infrapopliteal"),
)


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


def limb_of(value: str, details: Details, books: Books) -> frozenset[int]:
    """The words of the extremity that a documented part belongs to, where the titles below a header name extremities only."""
    titled = frozenset[int]().union(*(branch.words for branch in branches(value, books)))
    found: set[int] = set()
    for parts, limb in _limbs(books):
        if limb[0] in titled and titled.isdisjoint(parts) and not parts.isdisjoint(details.near):
            found.update(limb)
    return frozenset(found)


def _limbs(books: Books) -> tuple[tuple[frozenset[int], tuple[int, ...]], ...]:
    found: tuple[tuple[frozenset[int], tuple[int, ...]], ...] | None = books.memo.get("parts of limbs")
    if found is None:
        found = tuple((frozenset(_ids(parts, books)), _ids(limb, books)) for limb, parts in _LIMBS)
        books.memo["parts of limbs"] = found
    return found


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
