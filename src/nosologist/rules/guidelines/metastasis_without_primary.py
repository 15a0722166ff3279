"""OG148."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Add, Ask, Severity
from nosologist.rules.among import among, has
from nosologist.rules.rule import Hit, guideline, rule

_SECONDARY = read_patterns("C77-C79, C7B")
_PRIMARY = read_patterns("C00-C76, C7A, C80-C96, Z85")


@rule("OG148", guideline("I.C.2.b"), guideline("I.C.2.d"), severity=Severity.WARN, concerns="C77-C79, C7B")
def metastasis_without_primary(claim: Claim, books: Books) -> Iterator[Hit]:
    """A secondary malignancy is coded, and neither its primary nor the history of one."""
    if not has(claim, _PRIMARY):
        code = among(claim, _SECONDARY)[0]
        yield Hit(
            f"{code.dotted}: where did it come from?",
            (code,),
            (Add((icd10cm("Z85"), icd10cm("C801"))), Ask("What is the primary, and is it still there?")),
        )
