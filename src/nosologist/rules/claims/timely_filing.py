"""CLM015."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule


def a_year_after(day: date) -> date:
    """The same day of the next year; 28 February after 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 2, 28)


@rule("CLM015", Citation("42 CFR", "424.44"), severity=Severity.STOP, needs=Needs.FORM)
def timely_filing(claim: Claim, books: Books) -> Iterator[Hit]:
    """The claim is received more than a year after the service."""
    received = claim.form.received if claim.form else None
    days = [line.date for line in claim.lines if line.date] or ([claim.date] if claim.date else [])
    if received and days and received > a_year_after(first := min(days)):
        yield Hit(f"received {received}; Medicare takes claims for {first} until {a_year_after(first)}")
