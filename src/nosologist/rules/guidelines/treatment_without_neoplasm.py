"""OG140."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Severity
from nosologist.rules.among import among, has
from nosologist.rules.rule import Hit, guideline, rule

_THERAPY = read_patterns("Z51.0-Z51.1")
_NEOPLASM = read_patterns("C00-D49")


@rule("OG140", guideline("I.C.2.e.2"), severity=Severity.STOP, concerns="Z51.0-Z51.1")
def treatment_without_neoplasm(claim: Claim, books: Books) -> Iterator[Hit]:
    """An encounter for antineoplastic therapy names no neoplasm."""
    therapy = among(claim, _THERAPY)[0]
    if not has(claim, _NEOPLASM):
        yield Hit(
            f"{therapy.dotted}: the neoplasm that is treated is not coded",
            (therapy,),
            (Ask("Which neoplasm is treated?"),),
        )
