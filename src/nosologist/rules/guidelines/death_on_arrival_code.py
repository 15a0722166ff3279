"""OG230."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import INPATIENT, Hit, guideline, rule

_DEATH = read_patterns("R99")


@rule("OG230", guideline("I.C.18.h"), severity=Severity.WARN, settings=INPATIENT, concerns="R99")
def death_on_arrival_code(claim: Claim, books: Books) -> Iterator[Hit]:
    """Unknown cause of mortality is coded for a stay."""
    code = among(claim, _DEATH)[0]
    yield Hit(
        f"{code.dotted} is for patients pronounced dead on arrival, not for a discharge", (code,), (Remove(code),)
    )
