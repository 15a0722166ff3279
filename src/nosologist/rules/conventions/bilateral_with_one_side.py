"""CM120."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.codesets.sides import bilateral_of
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Remove, Severity
from nosologist.rules.conventions.sided import one_side
from nosologist.rules.rule import Hit, Needs, guideline, rule


@rule("CM120", guideline("I.B.13"), severity=Severity.STOP, concerns=one_side, needs=Needs.SAME_CATEGORY)
def bilateral_with_one_side(claim: Claim, books: Books) -> Iterator[Hit]:
    """The code for both sides and a code for one side of the same condition stand together."""
    for diagnosis in claim.diagnoses:
        code = diagnosis.code
        if one_side(code.value, books) and any(
            value[:3] == code.category for value in claim.values if value != code.value
        ):
            both = bilateral_of(code.value, books.tabular)
            if both and both in claim.values:
                yield Hit(
                    f"{icd10cm(both).dotted} says both sides; {code.dotted} says one of them again",
                    (code, icd10cm(both)),
                    (Remove(code),),
                )
