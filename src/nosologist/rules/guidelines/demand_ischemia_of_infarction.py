"""OG181."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_TYPE_2 = read_patterns("I21.A1")
_DEMAND = read_patterns("I24.89")


@rule("OG181", guideline("I.C.9.e.5"), severity=Severity.STOP, concerns="I21.A1")
def demand_ischemia_of_infarction(claim: Claim, books: Books) -> Iterator[Hit]:
    """Demand ischemia is coded beside the type 2 infarction that it led to."""
    for infarction, ischemia in pairs(claim, _TYPE_2, _DEMAND):
        yield Hit(
            f"{ischemia.dotted} is not assigned with {infarction.dotted}",
            (infarction, ischemia),
            (),
            (Remove(ischemia),),
        )
