"""MCE003."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.grouping.mce import raised
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Remove, Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, rule


@rule(
    "MCE003",
    Citation("CMS Definitions of Medicare Code Edits", "3"),
    severity=Severity.STOP,
    settings=INPATIENT,
    needs=Needs.EDITS,
)
def duplicate_of_principal(claim: Claim, books: Books) -> Iterator[Hit]:
    """A secondary diagnosis repeats the principal diagnosis."""
    if raised(claim, books, "DUPLICATE_OF_PDX"):
        code = claim.diagnoses[0].code
        yield Hit(f"{code.dotted} stands as principal and again as secondary diagnosis", (code,), safe=(Remove(code),))
