"""Service lines on the desk: the claim's lines of them, their codes looked up, and what may stand on a line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from nosologist.codesets.cpt import Cpt, is_cpt_number
from nosologist.codesets.library import Books
from nosologist.codesets.line_books import line_books
from nosologist.coding.service_titles import service_titles
from nosologist.errors import UsageError
from nosologist.model.answer import Result
from nosologist.model.claim import ClaimLine
from nosologist.model.code import Code, CodeSystem
from nosologist.workbench.deciding import Desk, Line

_LEVEL_TWO = re.compile(r"[A-V][0-9]{4}")
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
    return tuple(_having(asked, service_titles().items()))[:top]


def _having(asked: list[str], titles: Iterable[tuple[str, str]]) -> Iterable[Result]:
    for number, title in titles:
        if all(word in title.lower() for word in asked):
            yield Result("cpt", number, title, True, title, 1.0, 1.0)


def told(line: Line, desk: Desk) -> str:
    """A line with its modifiers, units and pointers, as people read it aloud: ``99214-25 × 1 for E11.22 I12.9``."""
    coded = "-".join((line.code, *line.modifiers))
    return f"{coded} × {line.units or '?'} for {' '.join(one.code for one in desk.pointed(line)) or 'no diagnosis'}"
