"""OG286."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_ORGANS = tuple(
    (read_patterns(status), read_patterns(complication))
    for status, complication in (
        ("Z94.0", "T86.1"),
        ("Z94.1", "T86.2"),
        ("Z94.2", "T86.81"),
        ("Z94.3", "T86.3"),
        ("Z94.4", "T86.4"),
        ("Z94.5", "T86.82"),
        ("Z94.6", "T86.83"),
        ("Z94.7", "T86.84"),
        ("Z94.81", "T86.0"),
        ("Z94.82", "T86.85"),
        ("Z94.84", "T86.5"),
    )
)


@rule("OG286", guideline("I.C.21.c.3"), severity=Severity.STOP, concerns="Z94")
def status_with_its_complication(claim: Claim, books: Books) -> Iterator[Hit]:
    """A transplant status is coded beside a complication of the transplant."""
    for status, complication in _ORGANS:
        for one, other in pairs(claim, status, complication):
            yield Hit(f"{one.dotted} says nothing that {other.dotted} does not", (one, other), (), (Remove(one),))
