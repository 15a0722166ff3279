"""MCE001."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.grouping.mce import raised
from nosologist.grouping.stay import day_of
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Remove, Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, rule


@rule(
    "MCE001",
    Citation("CMS Definitions of Medicare Code Edits", "1"),
    severity=Severity.STOP,
    settings=INPATIENT,
    needs=Needs.EDITS,
)
def code_invalid_for_editor(claim: Claim, books: Books) -> Iterator[Hit]:
    """A code is not valid on the day of discharge."""
    if raised(claim, books, "INVALID_CODE", "INVALID_ADMIT_DX"):
        day, lists = day_of(claim, books), books.lists()
        codes = [*(one.code for one in claim.diagnoses), *(one.code for one in claim.procedures)]
        if claim.admitting:
            codes.append(claim.admitting)
        for code in dict.fromkeys(codes):
            standing = lists.standing(code.system.value, code.value, day)
            if not standing.valid:
                yield Hit(standing.said, (code,), (Remove(code),))
