"""OG289."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_ABNORMAL = read_patterns("Z00.01, Z00.121, Z01.01, Z01.021, Z01.110, Z01.31, Z01.411")


@rule(
    "OG289",
    guideline("IV.P"),
    guideline("I.C.21.c.12"),
    severity=Severity.WARN,
    concerns="Z00.01, Z00.121, Z01.01, Z01.021, Z01.110, Z01.31, Z01.411",
)
def abnormal_examination_without_finding(claim: Claim, books: Books) -> Iterator[Hit]:
    """An examination with abnormal findings is coded without a finding."""
    code = among(claim, _ABNORMAL)[0]
    if all(value[:1] in "VWXYZ" for value in claim.values if value != code.value):
        yield Hit(f"{code.dotted}: the abnormal finding is not coded", (code,), (Ask("What was found?"),))
