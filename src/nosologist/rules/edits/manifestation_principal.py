"""MCE006."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.grouping.mce import raised
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, rule


@rule(
    "MCE006",
    Citation("CMS Definitions of Medicare Code Edits", "6"),
    severity=Severity.STOP,
    settings=INPATIENT,
    needs=Needs.EDITS,
)
def manifestation_principal(claim: Claim, books: Books) -> Iterator[Hit]:
    """A manifestation code stands as the principal diagnosis."""
    if raised(claim, books, "MANIFESTATION_AS_PDX"):
        code = claim.diagnoses[0].code
        yield Hit(
            f"{code.dotted} is a manifestation: the disease behind it comes first",
            (code,),
            tuple(Reorder(other.code, code) for other in claim.diagnoses[1:2]),
        )
