"""QRY110."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.queries.practice import PRACTICE, asked
from nosologist.rules.queries.sourced import shortened, undated
from nosologist.rules.rule import Hit, Needs, rule


@rule("QRY110", PRACTICE, severity=Severity.WARN, needs=Needs.QUERY)
def indicator_without_date(claim: Claim, books: Books) -> Iterator[Hit]:
    """An indicator is quoted without its date."""
    query = asked(claim)
    for one in undated(query):
        yield Hit(f'"{shortened(one.quote)}" has no date; say when it was found')
        return
