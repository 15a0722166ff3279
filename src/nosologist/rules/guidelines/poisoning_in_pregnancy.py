"""OG211."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Add, Severity
from nosologist.rules.among import among, has
from nosologist.rules.rule import Hit, guideline, rule

_INJURY = read_patterns("S00-T65")
_OBSTETRIC = read_patterns("O00-O92, O98-O9A")
_COMPLICATING = read_patterns("O9A.2-O9A.5")


@rule("OG211", guideline("I.C.15.m"), severity=Severity.WARN, concerns="S00-T65", beside="O00-O92, O98-O9A")
def poisoning_in_pregnancy(claim: Claim, books: Books) -> Iterator[Hit]:
    """An injury or poisoning of a pregnant patient is coded without O9A.2."""
    injury = among(claim, _INJURY)[0]
    obstetric = among(claim, _OBSTETRIC)
    if obstetric and not has(claim, _COMPLICATING):
        yield Hit(
            f"{injury.dotted} with {obstetric[0].dotted}: a code from O9A.2 goes first",
            (injury, obstetric[0]),
            (Add((icd10cm("O9A2"),)),),
        )
