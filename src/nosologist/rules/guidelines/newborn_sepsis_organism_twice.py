"""OG223."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_WITH_ORGANISM = read_patterns("P36.0-P36.4")
_ORGANISM = read_patterns("B95-B96")


@rule("OG223", guideline("I.C.16.f"), severity=Severity.STOP, concerns="P36")
def newborn_sepsis_organism_twice(claim: Claim, books: Books) -> Iterator[Hit]:
    """The organism of a newborn's sepsis is coded twice."""
    for sepsis, organism in pairs(claim, _WITH_ORGANISM, _ORGANISM):
        yield Hit(
            f"{sepsis.dotted} names the organism; {organism.dotted} is not added",
            (sepsis, organism),
            (Remove(organism),),
        )
