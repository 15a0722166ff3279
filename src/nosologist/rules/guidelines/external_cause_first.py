"""OG260."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.among import is_first
from nosologist.rules.rule import Hit, guideline, rule

_EXTERNAL = read_patterns("V00-Y99")


@rule("OG260", guideline("I.C.20.a.6"), severity=Severity.STOP, concerns="V00-Y99")
def external_cause_first(claim: Claim, books: Books) -> Iterator[Hit]:
    """An external cause is principal or first-listed."""
    first = is_first(claim, _EXTERNAL)
    if first:
        yield Hit(
            f"{first.dotted} is never first", (first,), tuple(Reorder(one.code, first) for one in claim.diagnoses[1:2])
        )
