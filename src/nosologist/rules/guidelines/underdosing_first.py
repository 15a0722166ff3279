"""OG246."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import covered, read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.guidelines.intent import UNDERDOSING, intent
from nosologist.rules.rule import Hit, guideline, rule

_DRUG = read_patterns("T36-T50")


@rule("OG246", guideline("I.C.19.e.5.c"), severity=Severity.STOP, concerns="T36-T50")
def underdosing_first(claim: Claim, books: Books) -> Iterator[Hit]:
    """Underdosing is principal or first-listed."""
    first = claim.first
    if first and covered(_DRUG, first.code.value) and intent(first.code) == UNDERDOSING:
        yield Hit(f"{first.code.dotted}: underdosing is never first", (first.code,))
