"""OG122."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_SCREENING = read_patterns("Z11.4")
_HIV = read_patterns("B20, Z21")


@rule("OG122", guideline("I.C.1.a.2.i"), severity=Severity.WARN, concerns="Z11.4")
def hiv_screening_of_the_infected(claim: Claim, books: Books) -> Iterator[Hit]:
    """Screening for HIV is coded for a patient who is known to have it."""
    for screening, known in pairs(claim, _SCREENING, _HIV):
        yield Hit(
            f"{screening.dotted} with {known.dotted}: a known infection is not screened for",
            (screening, known),
            (Remove(screening),),
        )
