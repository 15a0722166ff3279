"""OG264."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_EXTRA = read_patterns("Y92-Y93, Y99")
_INJURY = read_patterns("S00-T88")


@rule(
    "OG264",
    guideline("I.C.20.b"),
    guideline("I.C.20.c"),
    guideline("I.C.20.k"),
    severity=Severity.WARN,
    concerns="Y92-Y93, Y99",
    beside="S00-T88",
)
def place_after_initial_encounter(claim: Claim, books: Books) -> Iterator[Hit]:
    """Place, activity or status is coded after the initial encounter."""
    injuries = [code for code in among(claim, _INJURY) if len(code.value) == 7]
    if injuries and all(code.value[6] not in "ABC" for code in injuries):
        code = among(claim, _EXTRA)[0]
        yield Hit(f"{code.dotted} is assigned only at the initial encounter", (code, injuries[0]), (), (Remove(code),))
