"""OG180."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Add, Remove, Severity
from nosologist.rules.among import among, has, pairs
from nosologist.rules.rule import Hit, guideline, rule

_SUBSEQUENT = read_patterns("I22")
_FIRST = read_patterns("I21")
_OTHER_TYPES = read_patterns("I21.A")


@rule("OG180", guideline("I.C.9.e.4"), severity=Severity.STOP, concerns="I22")
def subsequent_infarction_alone(claim: Claim, books: Books) -> Iterator[Hit]:
    """A subsequent infarction is coded without the first one."""
    subsequent = among(claim, _SUBSEQUENT)[0]
    if not has(claim, _FIRST):
        yield Hit(
            f"{subsequent.dotted}: the infarction of the last four weeks (I21) is not coded",
            (subsequent,),
            (Add((icd10cm("I21"),)),),
        )
    for later, other in pairs(claim, _SUBSEQUENT, _OTHER_TYPES):
        yield Hit(f"{later.dotted} is not assigned with {other.dotted}", (later, other), (Remove(later),))
