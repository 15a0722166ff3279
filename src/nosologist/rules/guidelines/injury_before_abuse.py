"""OG250."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.among import too_early
from nosologist.rules.rule import Hit, guideline, rule

_INJURY = read_patterns("F01-F99, S00-T65")
_ABUSE = read_patterns("T74, T76")


@rule("OG250", guideline("I.C.19.f"), severity=Severity.WARN, concerns="T74, T76")
def injury_before_abuse(claim: Claim, books: Books) -> Iterator[Hit]:
    """An injury stands before the abuse that it comes from."""
    if early := too_early(claim, _INJURY, _ABUSE):
        yield Hit(f"{early[1].dotted} goes before {early[0].dotted}", early, (Reorder(early[1], early[0]),))
