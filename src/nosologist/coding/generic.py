"""Codes that say less: "malignant neoplasm, unspecified" beside the one that says which (I.B.2)."""

from __future__ import annotations

from functools import lru_cache

from nosologist.codesets.library import Books
from nosologist.codesets.sides import side_of
from nosologist.coding.draft import Candidate, dropped, guideline
from nosologist.coding.tables import Patterns, covered, paired_patterns
from nosologist.model.assignment import NotCoded
from nosologist.model.code import dotted


def without_generic(
    candidates: tuple[Candidate, ...], table: str, books: Books
) -> tuple[tuple[Candidate, ...], list[NotCoded]]:
    """Drop a code such as "malignant neoplasm, unspecified" beside one that says which."""
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    for candidate in candidates:
        better = _more_specific(candidate.code, candidates, table, books)
        if better is None:
            kept.append(candidate)
        else:
            ledger.extend(dropped(candidate, f"{dotted(better)} says which", guideline("I.B.2")))
    return tuple(kept), ledger


def _more_specific(value: str, candidates: tuple[Candidate, ...], table: str, books: Books) -> str | None:
    for generic, specific in _lines_of_generic(value, table):
        for candidate in candidates:
            if (
                candidate.code != value
                and covered(specific, candidate.code)
                and not covered(generic, candidate.code)
                and not _of_other_sides(value, candidate.code, books)
            ):
                return candidate.code
    return None


def _of_other_sides(first: str, second: str, books: Books) -> bool:
    """True for a code of the right and one of the left: the one says nothing of the other."""
    sides = {side.side for one in (first, second) if (side := side_of(books.tabular[one].title))}
    return {"right", "left"} <= sides


@lru_cache(maxsize=20_000)
def _lines_of_generic(value: str, table: str) -> tuple[tuple[Patterns, Patterns], ...]:
    """The lines of a table on whose left side a code stands."""
    return tuple((generic, specific) for generic, specific in paired_patterns(table) if covered(generic, value))
