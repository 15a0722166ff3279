"""OG242."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.guidelines.burns import current_burns, degree
from nosologist.rules.rule import Hit, guideline, rule


@rule("OG242", guideline("I.C.19.d.1"), severity=Severity.WARN, concerns="T20-T25")
def lesser_burn_first(claim: Claim, books: Books) -> Iterator[Hit]:
    """A burn of a lesser degree stands before one of a higher degree."""
    burns = current_burns(claim)
    if burns and degree(burns[0]) < max(degree(code) for code in burns):
        worst = max(burns, key=degree)
        yield Hit(
            f"{worst.dotted} (degree {degree(worst)}) goes before {burns[0].dotted} (degree {degree(burns[0])})",
            (burns[0], worst),
            (Reorder(worst, burns[0]),),
        )
