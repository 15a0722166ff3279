"""Service lines on the desk: the claim's lines of them, their codes looked up, and what may stand on a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import chain, islice

from nosologist.codesets.cpt import Cpt, is_cpt_number
from nosologist.codesets.hcpcs import Hcpcs
from nosologist.codesets.library import Books
from nosologist.codesets.line_books import line_books
from nosologist.coding.service_titles import service_titles
from nosologist.errors import UsageError
from nosologist.model.answer import Result
from nosologist.model.claim import ClaimLine
from nosologist.model.code import Code, CodeSystem
from nosologist.workbench.deciding import Desk

_LEVEL_TWO = re.compile(r"[A-V][0-9]{4}")
_MOST_DAYS = 8  # days whose codes of HCPCS Level II are kept in memory
_LEAST_LETTERS = 3  # of a word that titles are searched for
UNNAMED = "no wording of ours; see your CPT book"


def claim_lines(desk: Desk) -> tuple[ClaimLine, ...]:
    """The service lines that stand, their pointers as places among the diagnoses that stand."""
    places = {line.key: place for place, line in enumerate(desk.diagnoses, 1)}
    return tuple(
        ClaimLine(
            Code(CodeSystem.HCPCS, line.code), line.modifiers, Decimal(line.units) if line.units else None,
            tuple(places[one.key] for one in desk.pointed(line)),
            date=date.fromisoformat(line.date) if line.date else None,
        )
        for line in desk.services
    )  # fmt: skip


def titled_service(value: str, books: Books, on: date | None) -> tuple[str, str]:
    """The system of a service code (cpt, hcpcs) and its title: the licensed one of a CPT number, else our words.

    Raises:
        UsageError: the books have no such code on the date, or the book that must tell was not added.
    """
    if is_cpt_number(value):
        licensed = Cpt(books.shelf)
        known = licensed.get(value, on)
        if known is not None and known.release is not None:
            return "cpt", known.title
        if not licensed.is_listed(value, on):
            if licensed.release(on) is not None:
                raise UsageError(f"{value}: is not in your CPT file of this year")
            return "cpt", service_titles().get(value, UNNAMED)
    if not _LEVEL_TWO.fullmatch(value):
        raise UsageError(f"{value[:12]}: is no valid code of the release in force")
    book = line_books(books)
    if not book.has_hcpcs(on):
        raise UsageError(
            f"{value}: HCPCS Level II was not added, so nobody can say whether it is valid (noso books add)"
        )
    code = book.hcpcs(value, on)
    if code is None or code.is_modifier or (on is not None and code.is_valid(on) is False):
        raise UsageError(f"{value}: is no valid code of the release in force")
    return "hcpcs", code.title


def found_services(words: str, books: Books, on: date | None, top: int) -> tuple[Result, ...]:
    """Services for what is typed: a number, or words of our titles."""
    value = words.strip().upper()
    if is_cpt_number(value) or _LEVEL_TWO.fullmatch(value):
        try:
            system, title = titled_service(value, books, on)
        except UsageError:
            return ()
        return (Result(system, value, title, True, title, 1.0, 1.0),)
    asked = [word for word in words.lower().split() if len(word) >= _LEAST_LETTERS]
    if not asked:
        return ()
    every = chain(
        _having(asked, "cpt", service_titles().items()), _having(asked, "hcpcs", _level_two(books, on or date.max))
    )
    return tuple(islice(every, top))


def _having(asked: list[str], system: str, titles: Iterable[tuple[str, str]]) -> Iterator[Result]:
    for code, title in titles:
        said = title.lower()
        if all(word in said for word in asked):
            yield Result(system, code, title, True, title, 1.0, 1.0)


def _level_two(books: Books, day: date) -> tuple[tuple[str, str], ...]:
    """The codes of HCPCS Level II in force on a day with their titles, read once; none where the book is not there."""
    kept: dict[date, tuple[tuple[str, str], ...]] = books.memo.setdefault(_level_two, {})
    if day not in kept:
        if len(kept) >= _MOST_DAYS:
            kept.clear()
        there = line_books(books).has_hcpcs(None if day == date.max else day)
        kept[day] = tuple(Hcpcs(books.shelf).in_force(day)) if there else ()
    return kept[day]
