"""QRY112."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.queries.practice import PRACTICE, asked
from nosologist.rules.queries.sourced import shortened
from nosologist.rules.rule import Hit, Needs, rule


@rule("QRY112", PRACTICE, severity=Severity.STOP, needs=Needs.QUERY)
def prior_encounter_undisclosed(claim: Claim, books: Books) -> Iterator[Hit]:
    """Information of a prior encounter is used without saying of which and when."""
    query = asked(claim)
    for one in query.indicators:
        if one.prior and not one.dated:
            yield Hit(f'"{shortened(one.quote)}" is of a prior encounter; give its date and source, or leave it out')
            return
