"""OG249."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import has, pairs
from nosologist.rules.rule import Hit, guideline, rule

_SUSPECTED = read_patterns("T76")
_CONFIRMED = read_patterns("T74")
_CAUSES = read_patterns("X92-Y09")


@rule("OG249", guideline("I.C.19.f"), severity=Severity.STOP, concerns="T76")
def suspected_abuse_with_perpetrator(claim: Claim, books: Books) -> Iterator[Hit]:
    """Suspected abuse is coded with an assault or a perpetrator."""
    if not has(claim, _CONFIRMED):
        for suspected, cause in pairs(claim, _SUSPECTED, _CAUSES):
            yield Hit(f"{cause.dotted} is not reported with {suspected.dotted}", (suspected, cause), (Remove(cause),))
