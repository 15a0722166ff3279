"""OG127."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_AFTER_PROCEDURE = read_patterns("T81.12")
_SHOCK = read_patterns("R65.21")


@rule("OG127", guideline("I.C.1.d.5.c"), severity=Severity.STOP, concerns="T81.12")
def two_codes_of_septic_shock(claim: Claim, books: Books) -> Iterator[Hit]:
    """Septic shock after a procedure is coded twice."""
    for shock, other in pairs(claim, _AFTER_PROCEDURE, _SHOCK):
        yield Hit(f"{other.dotted} is not assigned with {shock.dotted}", (shock, other), (), (Remove(other),))
