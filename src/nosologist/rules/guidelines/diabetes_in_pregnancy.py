"""OG154."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Add, Reorder, Severity
from nosologist.rules.among import among, has, too_early
from nosologist.rules.rule import Hit, guideline, rule

_DIABETES = read_patterns("E08-E13")
_OBSTETRIC = read_patterns("O00-O92, O98-O9A")
_COMPLICATING = read_patterns("O24")


@rule("OG154", guideline("I.C.15.g"), severity=Severity.STOP, concerns="E08-E13", beside="O00-O92, O98-O9A")
def diabetes_in_pregnancy(claim: Claim, books: Books) -> Iterator[Hit]:
    """Diabetes in pregnancy is coded without O24, or before it."""
    diabetes = among(claim, _DIABETES)[0]
    obstetric = among(claim, _OBSTETRIC)
    if obstetric and not has(claim, _COMPLICATING):
        yield Hit(
            f"{diabetes.dotted} with {obstetric[0].dotted}: a code from O24 goes first",
            (diabetes, obstetric[0]),
            (Add((icd10cm("O24"),)),),
        )
    elif early := too_early(claim, _DIABETES, _COMPLICATING):
        yield Hit(f"{early[1].dotted} goes before {early[0].dotted}", early, (), (Reorder(early[1], early[0]),))
