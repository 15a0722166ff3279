"""OG145."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.among import among, is_first
from nosologist.rules.rule import Hit, guideline, rule

_SYMPTOM = read_patterns("R00-R99")
_MALIGNANT = read_patterns("C00-C96")


@rule("OG145", guideline("I.C.2.g"), severity=Severity.WARN, concerns="R00-R99", beside="C00-C96")
def symptom_before_malignancy(claim: Claim, books: Books) -> Iterator[Hit]:
    """A symptom is principal or first-listed beside a malignancy."""
    symptom = is_first(claim, _SYMPTOM)
    tumor = among(claim, _MALIGNANT)
    if symptom and tumor:
        yield Hit(
            f"{symptom.dotted} does not take the place of {tumor[0].dotted} where it belongs to it",
            (symptom, tumor[0]),
            (Reorder(tumor[0], symptom),),
        )
