"""OG155."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_GESTATIONAL = read_patterns("O24.4")
_NOT_WITH = read_patterns("O24.0-O24.3, O24.8-O24.9, Z79.4, Z79.84, Z79.85")


@rule("OG155", guideline("I.C.15.i"), severity=Severity.STOP, concerns="O24.4")
def gestational_diabetes(claim: Claim, books: Books) -> Iterator[Hit]:
    """Gestational diabetes stands with another O24 code or with long-term drugs for it."""
    for gestational, other in pairs(claim, _GESTATIONAL, _NOT_WITH):
        yield Hit(f"{other.dotted} is not used with {gestational.dotted}", (gestational, other), (Remove(other),))
