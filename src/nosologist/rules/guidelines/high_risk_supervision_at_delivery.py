"""OG214."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_SUPERVISION = read_patterns("O09")
_OUTCOME = read_patterns("Z37")


@rule("OG214", guideline("I.C.15.b.2"), severity=Severity.STOP, concerns="O09")
def high_risk_supervision_at_delivery(claim: Claim, books: Books) -> Iterator[Hit]:
    """Supervision of a high-risk pregnancy is coded at the delivery."""
    for supervision, outcome in pairs(claim, _SUPERVISION, _OUTCOME):
        yield Hit(
            f"{supervision.dotted} is only for the prenatal period", (supervision, outcome), (), (Remove(supervision),)
        )
