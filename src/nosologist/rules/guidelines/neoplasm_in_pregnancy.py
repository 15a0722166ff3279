"""OG144."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Add, Reorder, Severity
from nosologist.rules.among import among, has, too_early
from nosologist.rules.rule import Hit, guideline, rule

_MALIGNANT = read_patterns("C00-C96")
_OBSTETRIC = read_patterns("O00-O92, O98-O9A")
_COMPLICATING = read_patterns("O9A.1")


@rule("OG144", guideline("I.C.2.l.3"), severity=Severity.WARN, concerns="C00-C96", beside="O00-O92, O98-O9A")
def neoplasm_in_pregnancy(claim: Claim, books: Books) -> Iterator[Hit]:
    """A malignancy in pregnancy is coded without O9A.1, or before it."""
    tumor = among(claim, _MALIGNANT)[0]
    obstetric = among(claim, _OBSTETRIC)
    if obstetric and not has(claim, _COMPLICATING):
        yield Hit(
            f"{tumor.dotted} with {obstetric[0].dotted}: a code from O9A.1 goes first",
            (tumor, obstetric[0]),
            (Add((icd10cm("O9A1"),)),),
        )
    elif early := too_early(claim, _MALIGNANT, _COMPLICATING):
        yield Hit(f"{early[1].dotted} goes before {early[0].dotted}", early, (), (Reorder(early[1], early[0]),))
