"""CLM001."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule


@rule(
    "CLM001",
    Citation("Medicare Claims Processing Manual", "26 §10.4, item 21"),
    severity=Severity.STOP,
    needs=Needs.NO_DIAGNOSES,
)
def no_diagnosis(claim: Claim, books: Books) -> Iterator[Hit]:
    """The claim has no diagnosis."""
    if not claim.diagnoses and claim.record is None:  # a record in which nothing is coded says so itself
        yield Hit("the claim has no diagnosis code")
