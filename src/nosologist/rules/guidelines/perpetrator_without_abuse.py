"""OG268."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.among import among, has
from nosologist.rules.rule import Hit, guideline, rule

_PERPETRATOR = read_patterns("Y07")
_ABUSE = read_patterns("T74, O9A.3-O9A.5, X92-Y06, Y08, Y35-Y38, T76, T36-T65")


@rule("OG268", guideline("I.C.20.g"), severity=Severity.WARN, concerns="Y07")
def perpetrator_without_abuse(claim: Claim, books: Books) -> Iterator[Hit]:
    """A perpetrator is coded without confirmed abuse."""
    if not has(claim, _ABUSE):
        code = among(claim, _PERPETRATOR)[0]
        yield Hit(f"{code.dotted}: no confirmed abuse or assault is coded", (code,))
