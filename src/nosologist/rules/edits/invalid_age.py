"""MCE014."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.grouping.mce import raised
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, rule


@rule(
    "MCE014",
    Citation("CMS Definitions of Medicare Code Edits", "14"),
    severity=Severity.STOP,
    settings=INPATIENT,
    needs=Needs.EDITS,
)
def invalid_age(claim: Claim, books: Books) -> Iterator[Hit]:
    """The patient's age is none between 0 and 124 years."""
    if raised(claim, books, "INVALID_AGE"):
        yield Hit(f"age {claim.age} is not between 0 and 124 years")
