"""MCE008."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.grouping.mce import flagged, raised
from nosologist.model.claim import Claim
from nosologist.model.code import Citation, icd10cm
from nosologist.model.finding import Add, Ask, Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, rule


@rule(
    "MCE008",
    Citation("CMS Definitions of Medicare Code Edits", "8"),
    severity=Severity.WARN,
    settings=INPATIENT,
    needs=Needs.EDITS,
)
def questionable_admission(claim: Claim, books: Books) -> Iterator[Hit]:
    """A principal diagnosis or a delivery gives no sufficient reason for the admission."""
    if raised(claim, books, "QUESTIONABLE_ADMISSION"):
        code = claim.diagnoses[0].code
        yield Hit(
            f"{code.dotted} alone is usually no reason to admit to an acute care hospital",
            (code,),
            (Ask("What, after study, occasioned the admission?"),),
        )
    if raised(claim, books, "QUESTIONABLE_OBSTETRIC_ADMISSION"):
        codes = flagged(claim, books, "csect", "vagdel")
        yield Hit("a delivery without its outcome (Z37) among the diagnoses", codes, (Add((icd10cm("Z37"),)),))
