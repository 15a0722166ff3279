"""OG175."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.among import too_early
from nosologist.rules.rule import Hit, guideline, rule

_PRESSURE = read_patterns("I10-I15")
_BRAIN = read_patterns("I60-I69")


@rule("OG175", guideline("I.C.9.a.4"), severity=Severity.WARN, concerns="I60-I69", beside="I10-I15")
def hypertension_before_stroke(claim: Claim, books: Books) -> Iterator[Hit]:
    """Hypertension stands before the cerebrovascular disease."""
    if early := too_early(claim, _PRESSURE, _BRAIN):
        yield Hit(f"{early[1].dotted} goes before {early[0].dotted}", early, (), (Reorder(early[1], early[0]),))
