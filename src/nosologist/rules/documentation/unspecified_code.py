"""DOC101."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books, by_code, kept_by_code
from nosologist.model.claim import Claim
from nosologist.model.code import dotted, icd10cm
from nosologist.model.finding import Severity
from nosologist.rules.conventions.sided import open_sides
from nosologist.rules.rule import Hit, LastingHit, guideline, rule

_UNSPECIFIED = re.compile(r"(?<!or )\bunspecified\b", re.IGNORECASE)  # "stage 1 or unspecified" leaves nothing open
_OTHER = re.compile(r"\bother\b", re.IGNORECASE)
_MOST_CHOICES = 6


@kept_by_code
def _left_open(value: str, books: Books) -> LastingHit | None:
    choices = _choices(value, books)
    return LastingHit(f"{dotted(value)}: not stated which of: {choices}", (icd10cm(value),)) if choices else None


def _choices(value: str, books: Books) -> str:
    """The titles among which the record leaves the choice open; nearest to the code where several levels are open.

    An open side has its own rule (CM121). Empty where nothing is open.
    """
    sided = bool(open_sides(value, books))
    for code in reversed(books.tabular.lineage(value)):
        titles = "" if code.seventh else _open_at(code.value, books)
        if titles and sided:
            sided = False  # the nearest level is that of the side
        elif titles:
            return titles
    return ""


@kept_by_code
def _open_at(value: str, books: Books) -> str:
    """The titles beside an unspecified code or header; empty beside any other."""
    code = books.tabular[value]
    if code.parent is None or "unspecified" not in code.title.lower() or not _UNSPECIFIED.search(code.title):
        return ""
    siblings = [other for other in books.tabular.children(code.parent) if other.value != value]
    titles = [
        other.title for other in siblings if not _UNSPECIFIED.search(other.title) and not _OTHER.search(other.title)
    ]
    return "; ".join(titles[:_MOST_CHOICES] + (["…"] if len(titles) > _MOST_CHOICES else []))


@rule("DOC101", guideline("I.B.2"), severity=Severity.INFO, concerns=_left_open)
def unspecified_code(claim: Claim, books: Books) -> Iterator[Hit]:
    """An unspecified code stands where the record does not state the detail that the Tabular asks for."""
    known = by_code(_left_open, books)
    yield from filter(None, [known[value] for value in claim.values])
