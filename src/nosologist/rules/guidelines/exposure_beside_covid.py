"""OG130."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_COVID = read_patterns("U07.1")
_EXPOSURE = read_patterns("Z20.822, Z11.52")


@rule("OG130", guideline("I.C.1.g.1.e"), severity=Severity.WARN, concerns="U07.1")
def exposure_beside_covid(claim: Claim, books: Books) -> Iterator[Hit]:
    """Exposure to COVID-19 or screening for it is coded beside the confirmed infection."""
    for infection, other in pairs(claim, _COVID, _EXPOSURE):
        yield Hit(
            f"{other.dotted} with {infection.dotted}: the infection is confirmed", (other, infection), (Remove(other),)
        )
