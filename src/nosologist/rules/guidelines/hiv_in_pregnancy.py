"""OG121."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Add, Reorder, Severity
from nosologist.rules.among import among, has, too_early
from nosologist.rules.rule import Hit, guideline, rule

_HIV = read_patterns("B20, Z21")
_OBSTETRIC = read_patterns("O00-O92, O98-O9A")
_COMPLICATING = read_patterns("O98.7")


@rule("OG121", guideline("I.C.1.a.2.h"), guideline("I.C.15.f"), severity=Severity.STOP, concerns="B20, Z21")
def hiv_in_pregnancy(claim: Claim, books: Books) -> Iterator[Hit]:
    """HIV in pregnancy, childbirth or the puerperium is coded without O98.7, or before it."""
    hiv = among(claim, _HIV)[0]
    obstetric = among(claim, _OBSTETRIC)
    if obstetric and not has(claim, _COMPLICATING):
        yield Hit(
            f"{hiv.dotted} with {obstetric[0].dotted}: a code from O98.7 goes first",
            (hiv, obstetric[0]),
            (Add((icd10cm("O987"),)),),
        )
    elif early := too_early(claim, _HIV, _COMPLICATING):
        yield Hit(f"{early[1].dotted} goes before {early[0].dotted}", early, (), (Reorder(early[1], early[0]),))
