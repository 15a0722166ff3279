"""OG242."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_BURN = read_patterns("T20-T25")
_DEGREES = {"1": 1, "2": 2, "3": 3, "5": 1, "6": 2, "7": 3}


def _degree(code: Code) -> int:
    """1 to 3, or 0 where the code leaves it open."""
    return _DEGREES.get(code.value[3:4], 0)


@rule("OG242", guideline("I.C.19.d.1"), severity=Severity.WARN, concerns="T20-T25")
def lesser_burn_first(claim: Claim, books: Books) -> Iterator[Hit]:
    """A burn of a lesser degree stands before one of a higher degree."""
    burns = [code for code in among(claim, _BURN) if code.value[6:] != "S" and _degree(code)]
    if burns and _degree(burns[0]) < max(_degree(code) for code in burns):
        worst = max(burns, key=_degree)
        yield Hit(
            f"{worst.dotted} (degree {_degree(worst)}) goes before {burns[0].dotted} (degree {_degree(burns[0])})",
            (burns[0], worst),
            (Reorder(worst, burns[0]),),
        )
