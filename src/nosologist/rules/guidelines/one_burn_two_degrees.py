"""OG243."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_BURN = read_patterns("T20-T25")
_DEGREES = {"1": 1, "2": 2, "3": 3, "5": 1, "6": 2, "7": 3}


def _degree(code: Code) -> int:
    """1 to 3, or 0 where the code leaves it open."""
    return _DEGREES.get(code.value[3:4], 0)


@rule("OG243", guideline("I.C.19.d.2"), severity=Severity.STOP, concerns="T20-T25")
def one_burn_two_degrees(claim: Claim, books: Books) -> Iterator[Hit]:
    """Two degrees of burn are coded for one site."""
    burns = [code for code in among(claim, _BURN) if code.value[6:] != "S" and _degree(code)]
    for one, other in combinations(burns, 2):
        if one.category == other.category and one.value[4:] == other.value[4:] and _degree(one) != _degree(other):
            lesser = min(one, other, key=_degree)
            yield Hit(
                f"{one.dotted} and {other.dotted}: only the highest degree of a site is coded",
                (one, other),
                (),
                (Remove(lesser),),
            )
