"""OG152."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.among import too_early
from nosologist.rules.rule import Hit, guideline, rule

_DOSE = read_patterns("T38.3X1, T38.3X6")
_PUMP = read_patterns("T85.614, T85.624, T85.633, T85.694")


@rule("OG152", guideline("I.C.4.a.5"), severity=Severity.WARN, concerns="T38.3X1, T38.3X6")
def insulin_pump_failure_order(claim: Claim, books: Books) -> Iterator[Hit]:
    """A wrong dose of insulin from a failing pump stands before the failure."""
    if early := too_early(claim, _DOSE, _PUMP):
        yield Hit(f"{early[1].dotted} goes before {early[0].dotted}", early, (), (Reorder(early[1], early[0]),))
