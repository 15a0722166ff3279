"""OG205."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Remove, Replace, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_NORMAL = read_patterns("O80")
_OUTCOME = read_patterns("Z37")


@rule("OG205", guideline("I.C.15.n.3"), severity=Severity.STOP, concerns="O80")
def normal_delivery_outcome(claim: Claim, books: Books) -> Iterator[Hit]:
    """A normal delivery has another outcome than a single live birth."""
    for normal, outcome in pairs(claim, _NORMAL, _OUTCOME):
        if outcome.value != "Z370":
            yield Hit(
                f"{outcome.dotted} is not used with {normal.dotted}; only Z37.0 is",
                (normal, outcome),
                (Remove(normal), Replace(outcome, (icd10cm("Z370"),))),
            )
