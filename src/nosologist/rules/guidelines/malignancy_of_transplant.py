"""OG146."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Add, Reorder, Severity
from nosologist.rules.among import among, has, too_early
from nosologist.rules.rule import Hit, guideline, rule

_OF_TRANSPLANT = read_patterns("C80.2")
_COMPLICATION = read_patterns("T86")
_SPECIFIC = read_patterns("C00-C7B, C81-C96")


@rule("OG146", guideline("I.C.2.r"), severity=Severity.STOP, concerns="C80.2")
def malignancy_of_transplant(claim: Claim, books: Books) -> Iterator[Hit]:
    """A malignancy of a transplanted organ is not coded in its three parts."""
    code = among(claim, _OF_TRANSPLANT)[0]
    if not has(claim, _COMPLICATION):
        yield Hit(
            f"{code.dotted}: the complication of the transplant (T86) goes first", (code,), (Add((icd10cm("T86"),)),)
        )
    elif early := too_early(claim, _OF_TRANSPLANT, _COMPLICATION):
        yield Hit(f"{early[1].dotted} goes before {early[0].dotted}", early, (), (Reorder(early[1], early[0]),))
    if not has(claim, _SPECIFIC):
        yield Hit(f"{code.dotted}: the malignancy itself is not coded", (code,))
