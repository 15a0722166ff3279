"""CLM023."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, rule

_OLDEST = 124


@rule("CLM023", Citation("Medicare Claims Processing Manual", "26 §10.2, item 3"), severity=Severity.STOP)
def impossible_age(claim: Claim, books: Books) -> Iterator[Hit]:
    """The patient's age is none between 0 and 124 years."""
    if claim.age is not None and not 0 <= claim.age <= _OLDEST:
        yield Hit(f"age {claim.age} is not between 0 and {_OLDEST} years")
