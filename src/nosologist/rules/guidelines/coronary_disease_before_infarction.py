"""OG179."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.among import too_early
from nosologist.rules.rule import Hit, guideline, rule

_VESSEL = read_patterns("I25.1, I25.7, I25.8")
_INFARCTION = read_patterns("I21.0-I21.4, I21.9")


@rule("OG179", guideline("I.C.9.b"), severity=Severity.WARN, concerns="I21-I22")
def coronary_disease_before_infarction(claim: Claim, books: Books) -> Iterator[Hit]:
    """Coronary disease stands before the acute infarction."""
    if early := too_early(claim, _VESSEL, _INFARCTION):
        yield Hit(f"{early[1].dotted} goes before {early[0].dotted}", early, (), (Reorder(early[1], early[0]),))
