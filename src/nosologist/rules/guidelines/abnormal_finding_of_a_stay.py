"""OG232."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.among import among
from nosologist.rules.rule import INPATIENT, Hit, guideline, rule

_FINDING = read_patterns("R70-R94")


@rule("OG232", guideline("III.B"), severity=Severity.INFO, settings=INPATIENT, concerns="R70-R94")
def abnormal_finding_of_a_stay(claim: Claim, books: Books) -> Iterator[Hit]:
    """An abnormal finding is coded for a stay; it counts where the provider says that it matters."""
    for code in among(claim, _FINDING) if claim.is_stay else ():
        yield Hit(f"{code.dotted}: did the provider state that the finding matters?", (code,))
