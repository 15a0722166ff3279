"""OG222."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.among import too_early
from nosologist.rules.rule import Hit, guideline, rule

_GESTATION = read_patterns("P07.2-P07.3")
_WEIGHT = read_patterns("P07.0-P07.1")


@rule("OG222", guideline("I.C.16.d"), severity=Severity.WARN, concerns="P07")
def birth_weight_behind_gestation(claim: Claim, books: Books) -> Iterator[Hit]:
    """The gestational age of a premature newborn stands before the birth weight."""
    if early := too_early(claim, _GESTATION, _WEIGHT):
        yield Hit(f"{early[1].dotted} goes before {early[0].dotted}", early, (), (Reorder(early[1], early[0]),))
