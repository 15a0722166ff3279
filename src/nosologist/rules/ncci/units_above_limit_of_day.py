"""MUE003."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.unit_limits import days_above_limit


@rule(
    "MUE003", Citation("NCCI Medically Unlikely Edits", "MAI 3"), severity=Severity.WARN, needs=Needs.LINES, book="ncci"
)
def units_above_limit_of_day(claim: Claim, books: Books) -> Iterator[Hit]:
    """A day has more units of a code than are medically likely."""
    return days_above_limit(claim, books, 3)
