"""OG231."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.among import is_first
from nosologist.rules.rule import INPATIENT, Hit, guideline, rule

_SYMPTOM = read_patterns("R00-R64, R68-R99")


@rule("OG231", guideline("II.A"), guideline("I.C.18.b"), severity=Severity.WARN, settings=INPATIENT, concerns="R00-R99")
def symptom_as_principal(claim: Claim, books: Books) -> Iterator[Hit]:
    """A symptom is principal although a diagnosis is coded."""
    symptom = is_first(claim, _SYMPTOM)
    definitive = next((one.code for one in claim.diagnoses[1:] if one.code.value[:1] not in "RVWXYZ"), None)
    if symptom and definitive:
        yield Hit(
            f"{symptom.dotted} is principal; does it belong to {definitive.dotted}?",
            (symptom, definitive),
            (Reorder(definitive, symptom),),
        )
