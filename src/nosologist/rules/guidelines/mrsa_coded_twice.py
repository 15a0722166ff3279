"""OG129."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_COMBINED = read_patterns("A41.02, J15.212, A49.02")
_ORGANISM = read_patterns("B95.62")
_ANY_MRSA = read_patterns("A41.02, J15.212, A49.02, B95.62")
_PENICILLIN = read_patterns("Z16.11")


@rule("OG129", guideline("I.C.1.e.1"), severity=Severity.STOP, concerns="A41.02, J15.212, B95.62, A49.02")
def mrsa_coded_twice(claim: Claim, books: Books) -> Iterator[Hit]:
    """Methicillin resistance is coded again beside a code that holds it."""
    for code, again in (*pairs(claim, _COMBINED, _ORGANISM), *pairs(claim, _ANY_MRSA, _PENICILLIN)):
        yield Hit(f"{code.dotted} already says MRSA; {again.dotted} is not added", (code, again), (), (Remove(again),))
