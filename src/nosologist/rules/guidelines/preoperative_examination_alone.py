"""OG288."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Severity
from nosologist.rules.among import among, has
from nosologist.rules.rule import OUTPATIENT, Hit, guideline, rule

_PREOPERATIVE = read_patterns("Z01.81")
_REASON = read_patterns("Z40-Z42, Z30.2, Z52, Z47")


@rule("OG288", guideline("IV.M"), severity=Severity.WARN, settings=OUTPATIENT, concerns="Z01.81")
def preoperative_examination_alone(claim: Claim, books: Books) -> Iterator[Hit]:
    """A preoperative examination is coded without the reason for the surgery."""
    code = among(claim, _PREOPERATIVE)[0]
    if all(value[:1] in "VWXYZ" for value in claim.values if value != code.value) and not has(claim, _REASON):
        yield Hit(
            f"{code.dotted}: the reason for the surgery is not coded", (code,), (Ask("What is the surgery for?"),)
        )
