"""OG263."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.among import too_early
from nosologist.rules.rule import Hit, guideline, rule

_EXTRA = read_patterns("Y92-Y93, Y99")
_CAUSE = read_patterns("V00-Y38")


@rule(
    "OG263",
    guideline("I.C.20.d"),
    guideline("I.C.20.f"),
    severity=Severity.WARN,
    concerns="Y92-Y93, Y99",
    beside="V00-Y38",
)
def place_before_cause(claim: Claim, books: Books) -> Iterator[Hit]:
    """Place, activity or status stands before the main external cause."""
    if early := too_early(claim, _EXTRA, _CAUSE):
        yield Hit(f"{early[1].dotted} goes before {early[0].dotted}", early, (), (Reorder(early[1], early[0]),))
