"""OG163."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Severity
from nosologist.rules.among import among, has
from nosologist.rules.rule import Hit, guideline, rule

_PAIN = read_patterns("G89.3")
_NEOPLASM = read_patterns("C00-D49")


@rule("OG163", guideline("I.C.6.b.5"), severity=Severity.WARN, concerns="G89.3")
def neoplasm_pain_without_neoplasm(claim: Claim, books: Books) -> Iterator[Hit]:
    """Pain due to a neoplasm is coded without the neoplasm."""
    if not has(claim, _NEOPLASM):
        code = among(claim, _PAIN)[0]
        yield Hit(f"{code.dotted}: the neoplasm is not coded", (code,), (Ask("Which neoplasm causes the pain?"),))
