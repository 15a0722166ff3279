"""CM123."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Severity
from nosologist.rules.rule import Hit, guideline, rule


@rule("CM123", guideline("I.B.3"), severity=Severity.STOP)
def claim_without_diagnosis(claim: Claim, books: Books) -> Iterator[Hit]:
    """A claim has no diagnosis."""
    if not claim.diagnoses:
        yield Hit("the claim has no diagnosis", (), (Ask("What was the encounter for?"),))
