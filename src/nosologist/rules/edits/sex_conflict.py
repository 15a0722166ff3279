"""MCE005."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.grouping.mce import flagged, raised
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, rule


@rule(
    "MCE005",
    Citation("CMS Definitions of Medicare Code Edits", "5"),
    severity=Severity.STOP,
    settings=INPATIENT,
    needs=Needs.EDITS,
)
def sex_conflict(claim: Claim, books: Books) -> Iterator[Hit]:
    """A diagnosis or procedure does not fit the patient's sex."""
    if not raised(claim, books, "SEX_CONFLICT"):
        return
    said = claim.sex.value if claim.sex else "nothing"
    for other in ("female", "male"):
        for code in flagged(claim, books, other) if other != said else ():
            yield Hit(f"{code.dotted} is for {other} patients; the claim says {said}", (code,))
