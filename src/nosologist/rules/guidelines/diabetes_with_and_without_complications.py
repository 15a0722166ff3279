"""OG150."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_PLAIN = read_patterns("E08.9, E09.9, E10.9, E11.9, E13.9")


@rule("OG150", guideline("I.C.4.a"), severity=Severity.STOP, concerns="E08.9, E09.9, E10.9, E11.9, E13.9")
def diabetes_with_and_without_complications(claim: Claim, books: Books) -> Iterator[Hit]:
    """Diabetes without complications stands beside a complication of it."""
    for plain in among(claim, _PLAIN):
        for value in claim.values:
            if (
                value[:3] == plain.category
                and value != plain.value
                and value[3] != "A"  # presymptomatic, or in remission
            ):
                yield Hit(
                    f"{plain.dotted} says without complications, {icd10cm(value).dotted} names one",
                    (plain, icd10cm(value)),
                    (),
                    (Remove(plain),),
                )
                break
