"""OG212."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Replace, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_ABORTION = read_patterns("O03-O04, O07-O08, Z33.2")
_POSTPARTUM = read_patterns("O72.1")


@rule("OG212", guideline("I.C.15.q.4"), severity=Severity.STOP, concerns="O72.1")
def hemorrhage_after_abortion(claim: Claim, books: Books) -> Iterator[Hit]:
    """Hemorrhage after a termination is coded as postpartum hemorrhage."""
    for abortion, bleeding in pairs(claim, _ABORTION, _POSTPARTUM):
        yield Hit(
            f"{bleeding.dotted} is not assigned with {abortion.dotted}",
            (abortion, bleeding),
            (Replace(bleeding, (icd10cm("O046"),)),),
        )
