"""OG106."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.among import is_first
from nosologist.rules.rule import Hit, guideline, rule

_SECONDARY = read_patterns("B95-B97, Z68, R40.21-R40.24, R29.7, Y90, Z55-Z65, Z28.3")


@rule(
    "OG106",
    guideline("I.B.14"),
    guideline("I.C.1.b"),
    severity=Severity.STOP,
    concerns="B95-B97, Z68, R40.21-R40.24, R29.7, Y90, Z55-Z65, Z28.3",
)
def never_first_by_nature(claim: Claim, books: Books) -> Iterator[Hit]:
    """A code that is only ever secondary stands first."""
    first = is_first(claim, _SECONDARY)
    if first:
        yield Hit(f"{first.dotted} is only reported as a secondary diagnosis", (first,))
