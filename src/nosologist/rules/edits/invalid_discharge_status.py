"""MCE016."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.grouping.mce import raised
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, rule


@rule(
    "MCE016",
    Citation("CMS Definitions of Medicare Code Edits", "16"),
    severity=Severity.STOP,
    settings=INPATIENT,
    needs=Needs.EDITS,
)
def invalid_discharge_status(claim: Claim, books: Books) -> Iterator[Hit]:
    """The discharge status is none that exists."""
    if raised(claim, books, "INVALID_DISCHARGE_STATUS"):
        yield Hit(f"{claim.disposition} is no discharge status")
