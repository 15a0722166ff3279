"""OG247."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Severity
from nosologist.rules.among import among, has
from nosologist.rules.guidelines.intent import UNDERDOSING, intent
from nosologist.rules.rule import Hit, guideline, rule

_DRUG = read_patterns("T36-T50")
_REASON = read_patterns("Z91.12-Z91.14, Z91.A, Y63.6-Y63.9")


@rule("OG247", guideline("I.C.19.e.5.c"), severity=Severity.INFO, concerns="T36-T50")
def underdosing_without_reason(claim: Claim, books: Books) -> Iterator[Hit]:
    """Underdosing is coded without its reason."""
    for code in among(claim, _DRUG):
        if intent(code) == UNDERDOSING and not has(claim, _REASON):
            yield Hit(
                f"{code.dotted}: the reason for the underdosing is not coded",
                (code,),
                (Ask("Why was less taken than prescribed?"),),
            )
