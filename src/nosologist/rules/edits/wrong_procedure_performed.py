"""MCE018."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.grouping.mce import flagged, raised
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, rule


@rule(
    "MCE018",
    Citation("CMS Definitions of Medicare Code Edits", "18"),
    severity=Severity.STOP,
    settings=INPATIENT,
    needs=Needs.EDITS,
)
def wrong_procedure_performed(claim: Claim, books: Books) -> Iterator[Hit]:
    """A code says that the wrong procedure, patient or side was operated on."""
    if raised(claim, books, "WRONG_PROCEDURE_PERFORMED"):
        codes = flagged(claim, books, "wrngproc")
        yield Hit("surgery on the wrong patient, side or part, or the wrong operation: not paid", codes)
