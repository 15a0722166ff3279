"""OG160."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Remove, Replace, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_ONLY_MIND = read_patterns("F45.41")
_PAIN = read_patterns("G89")


@rule("OG160", guideline("I.C.5.a"), severity=Severity.STOP, concerns="F45.41")
def pain_and_psychological_factors(claim: Claim, books: Books) -> Iterator[Hit]:
    """Pain that is only psychological stands with a code from G89."""
    for mind, pain in pairs(claim, _ONLY_MIND, _PAIN):
        yield Hit(
            f"{pain.dotted} is not assigned with {mind.dotted}",
            (mind, pain),
            (Remove(pain), Replace(mind, (icd10cm("F4542"),))),
        )
