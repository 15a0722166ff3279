"""MCE009."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.grouping.mce import raised
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Ask, Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, rule


@rule(
    "MCE009",
    Citation("CMS Definitions of Medicare Code Edits", "9"),
    severity=Severity.STOP,
    settings=INPATIENT,
    needs=Needs.EDITS,
)
def unacceptable_principal(claim: Claim, books: Books) -> Iterator[Hit]:
    """A diagnosis that is no reason for a stay stands as the principal diagnosis."""
    code = claim.diagnoses[0].code
    if raised(claim, books, "UNACCEPTABLE_PDX"):
        yield Hit(
            f"{code.dotted} describes a circumstance, not what the stay was for",
            (code,),
            (Ask("What, after study, occasioned the admission?"),),
        )
    if raised(claim, books, "REQUIRES_SDX"):
        yield Hit(f"{code.dotted} may be principal only beside a secondary diagnosis; the claim has none", (code,))
