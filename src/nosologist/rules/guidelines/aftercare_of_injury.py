"""OG240."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_AFTERCARE = read_patterns("Z47.2, Z47.8, Z48.0, Z48.8, Z51.89")
_INJURY = read_patterns("S00-T34")


@rule("OG240", guideline("I.C.19.a"), guideline("I.C.21.c.7"), severity=Severity.STOP, concerns="Z47-Z48, Z51.89")
def aftercare_of_injury(claim: Claim, books: Books) -> Iterator[Hit]:
    """Aftercare is coded for an injury that has a 7th character for it."""
    for aftercare, injury in pairs(claim, _AFTERCARE, _INJURY):
        if injury.value[6:] and injury.value[6] not in "ABCS":
            yield Hit(
                f"{aftercare.dotted} with {injury.dotted}: the 7th character says that this is aftercare",
                (aftercare, injury),
                (Remove(aftercare),),
            )
            break
