"""OG231."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import covered, read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.among import is_first
from nosologist.rules.rule import INPATIENT, Hit, guideline, rule

_SYMPTOM = read_patterns("R00-R64, R68-R99")
# What patients have at all times: its code tells of nothing that would bring them into a hospital with a symptom.
_STANDING = read_patterns(
    "B35, D22-D23, E03, E08.9, E09.9, E10.9, E11.9, E13.9, E55, E66, E78, F17, F32.A, F41.9, G47.33, H25-H26, H40, H90-H91, I10, "
    "K21.9, L40, M15-M19, M81, N40.0"
)


@rule("OG231", guideline("II.A"), guideline("I.C.18.b"), severity=Severity.WARN, settings=INPATIENT, concerns="R00-R99")
def symptom_as_principal(claim: Claim, books: Books) -> Iterator[Hit]:
    """A symptom is principal although a diagnosis is coded."""
    symptom = is_first(claim, _SYMPTOM) if claim.is_stay else None
    definitive = next((one.code for one in claim.diagnoses[1:] if _may_explain(one.code.value)), None)
    if symptom and definitive:
        yield Hit(
            f"{symptom.dotted} is principal; does it belong to {definitive.dotted}?",
            (symptom, definitive),
            (Reorder(definitive, symptom),),
        )


def _may_explain(value: str) -> bool:
    """True for a diagnosis (undotted) that a symptom may belong to."""
    return value[:1] not in "RVWXYZ" and not covered(_STANDING, value)
