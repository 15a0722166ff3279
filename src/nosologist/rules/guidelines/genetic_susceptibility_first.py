"""OG290."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.among import is_first
from nosologist.rules.rule import Hit, guideline, rule

_SUSCEPTIBLE = read_patterns("Z15")


@rule("OG290", guideline("I.C.21.c.3"), severity=Severity.WARN, concerns="Z15")
def genetic_susceptibility_first(claim: Claim, books: Books) -> Iterator[Hit]:
    """Genetic susceptibility is principal or first-listed."""
    first = is_first(claim, _SUSCEPTIBLE)
    if first:
        yield Hit(f"{first.dotted}: generally not first", (first,))
