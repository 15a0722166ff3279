"""OG243."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.guidelines.burns import current_burns, degree
from nosologist.rules.rule import Hit, guideline, rule


@rule("OG243", guideline("I.C.19.d.2"), severity=Severity.STOP, concerns="T20-T25")
def one_burn_two_degrees(claim: Claim, books: Books) -> Iterator[Hit]:
    """Two degrees of burn are coded for one site."""
    burns = current_burns(claim)
    for one, other in combinations(burns, 2):
        if one.category == other.category and one.value[4:] == other.value[4:] and degree(one) != degree(other):
            lesser = min(one, other, key=degree)
            yield Hit(
                f"{one.dotted} and {other.dotted}: only the highest degree of a site is coded",
                (one, other),
                (),
                (Remove(lesser),),
            )
