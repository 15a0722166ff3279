"""MCE019."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.grouping.mce import flagged
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, rule

_LEAST_DAYS = 4


@rule(
    "MCE019",
    Citation("CMS Definitions of Medicare Code Edits", "19"),
    severity=Severity.STOP,
    settings=INPATIENT,
    needs=Needs.DIAGNOSES,
)
def procedure_inconsistent_with_stay(claim: Claim, books: Books) -> Iterator[Hit]:
    """A procedure that takes longer than four days stands on a shorter stay."""
    if claim.admitted is None or claim.date is None or not 0 <= (claim.date - claim.admitted).days < _LEAST_DAYS:
        return
    for code in flagged(claim, books, "los"):
        days = (claim.date - claim.admitted).days
        yield Hit(f"{code.value} takes more than 96 hours; the stay had {days} day(s)", (code,))
