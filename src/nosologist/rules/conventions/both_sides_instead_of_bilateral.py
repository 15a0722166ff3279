"""CM119."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from nosologist.codesets.library import Books
from nosologist.codesets.sides import bilateral_of
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Remove, Replace, Severity
from nosologist.rules.conventions.sided import one_side
from nosologist.rules.rule import Hit, Needs, guideline, rule


@rule("CM119", guideline("I.B.13"), severity=Severity.STOP, concerns=one_side, needs=Needs.SAME_CATEGORY)
def both_sides_instead_of_bilateral(claim: Claim, books: Books) -> Iterator[Hit]:
    """Right and left are coded apart where there is one code for both sides."""
    sides = [(one.code, side) for one in claim.diagnoses if (side := one_side(one.code.value, books))]
    for (code, side), (other, second) in combinations(sides, 2):
        if (
            code.category == other.category
            and {side.side, second.side} == {"right", "left"}
            and side.rest == second.rest
        ):
            both = bilateral_of(code.value, books.tabular)
            if both and not any(value == both for value in claim.values):
                one = icd10cm(both)
                yield Hit(
                    f"{code.dotted} and {other.dotted}: both sides are {one.dotted}",
                    (code, other),
                    (),
                    (Replace(code, (one,)), Remove(other)),
                )
