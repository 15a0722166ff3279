"""OG176."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_SECONDARY = read_patterns("I15")


@rule("OG176", guideline("I.C.9.a.6"), severity=Severity.WARN, concerns="I15")
def secondary_hypertension_without_cause(claim: Claim, books: Books) -> Iterator[Hit]:
    """Secondary hypertension is coded without what causes it."""
    code = among(claim, _SECONDARY)[0]
    if all(value[:3] in ("I15", "I16", "I1A") or value[:1] in "RZ" for value in claim.values):
        yield Hit(f"{code.dotted}: its cause is not coded", (code,), (Ask("What causes the hypertension?"),))
