"""MCE002."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.grouping.mce import raised
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Ask, Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, rule


@rule(
    "MCE002",
    Citation("CMS Definitions of Medicare Code Edits", "2"),
    severity=Severity.STOP,
    settings=INPATIENT,
    needs=Needs.EDITS,
)
def external_cause_principal(claim: Claim, books: Books) -> Iterator[Hit]:
    """An external cause of morbidity stands as the principal diagnosis."""
    if raised(claim, books, "E_CODE_AS_PDX"):
        code = claim.diagnoses[0].code
        yield Hit(
            f"{code.dotted} says how it happened, not what the stay was for",
            (code,),
            (Ask("Which injury or illness occasioned the admission?"),),
        )
