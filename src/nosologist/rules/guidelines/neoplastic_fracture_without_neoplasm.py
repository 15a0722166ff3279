"""OG147."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Severity
from nosologist.rules.among import among, has
from nosologist.rules.rule import Hit, guideline, rule

_FRACTURE = read_patterns("M84.5")
_NEOPLASM = read_patterns("C00-D49")


@rule("OG147", guideline("I.C.2.l.6"), severity=Severity.STOP, concerns="M84.5")
def neoplastic_fracture_without_neoplasm(claim: Claim, books: Books) -> Iterator[Hit]:
    """A pathological fracture in neoplastic disease is coded without the neoplasm."""
    if not has(claim, _NEOPLASM):
        code = among(claim, _FRACTURE)[0]
        yield Hit(f"{code.dotted}: the neoplasm is not coded", (code,), (Ask("Which neoplasm weakened the bone?"),))
