"""MCE011."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.grouping.mce import NON_COVERED, flagged, raised
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, rule


@rule(
    "MCE011",
    Citation("CMS Definitions of Medicare Code Edits", "11"),
    severity=Severity.STOP,
    settings=INPATIENT,
    needs=Needs.EDITS,
)
def noncovered_procedure(claim: Claim, books: Books) -> Iterator[Hit]:
    """Medicare does not cover a procedure on the claim."""
    if count := raised(claim, books, "NON_COVERED"):
        codes = flagged(claim, books, *NON_COVERED)
        yield Hit(f"not covered by Medicare under the conditions of this claim: {count} procedure(s)", codes)
