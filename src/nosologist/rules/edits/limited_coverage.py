"""MCE017."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.grouping.mce import LIMITED_COVERAGE, flagged, raised
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, rule


@rule(
    "MCE017",
    Citation("CMS Definitions of Medicare Code Edits", "17"),
    severity=Severity.WARN,
    settings=INPATIENT,
    needs=Needs.EDITS,
)
def limited_coverage(claim: Claim, books: Books) -> Iterator[Hit]:
    """Medicare covers a procedure on the claim only under special conditions."""
    if raised(claim, books, *LIMITED_COVERAGE):
        codes = flagged(claim, books, "lcov", "kidneyxp", "lcov_artheartxpa", "lcov_artheartxpb")
        yield Hit("covered only under special conditions (facility, indication, or study)", codes)
