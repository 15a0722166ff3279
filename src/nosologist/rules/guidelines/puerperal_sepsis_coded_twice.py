"""OG209."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_PUERPERAL = read_patterns("O85")
_SEPSIS = read_patterns("A40-A41")


@rule("OG209", guideline("I.C.15.k"), severity=Severity.STOP, concerns="O85")
def puerperal_sepsis_coded_twice(claim: Claim, books: Books) -> Iterator[Hit]:
    """Puerperal sepsis is coded with a code from A40 or A41."""
    for puerperal, sepsis in pairs(claim, _PUERPERAL, _SEPSIS):
        yield Hit(
            f"{sepsis.dotted} is not used with {puerperal.dotted}; the organism is a code from B95 or B96",
            (puerperal, sepsis),
            (Remove(sepsis),),
        )
