"""MCE015."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.grouping.mce import raised
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, rule


@rule(
    "MCE015",
    Citation("CMS Definitions of Medicare Code Edits", "15"),
    severity=Severity.STOP,
    settings=INPATIENT,
    needs=Needs.EDITS,
)
def invalid_sex(claim: Claim, books: Books) -> Iterator[Hit]:
    """The patient's sex is none that the editor takes."""
    if raised(claim, books, "INVALID_SEX"):
        yield Hit("the sex is unknown; the editor takes male or female on this day")
