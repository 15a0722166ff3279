"""OG285."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import INPATIENT, Hit, guideline, rule

_VAGUE = read_patterns("Z02.9, Z04.9, Z13.9, Z41.9, Z52.9, Z86.59, Z88.9, Z92.0")


@rule(
    "OG285",
    guideline("I.C.21.c.14"),
    severity=Severity.WARN,
    settings=INPATIENT,
    concerns="Z02.9, Z04.9, Z13.9, Z41.9, Z52.9, Z86.59, Z88.9, Z92.0",
)
def vague_z_code_in_a_stay(claim: Claim, books: Books) -> Iterator[Hit]:
    """A nonspecific Z code is reported for a stay."""
    for code in among(claim, _VAGUE) if claim.is_stay else ():
        yield Hit(f"{code.dotted}: there is little justification for it in a stay", (code,), (Remove(code),))
