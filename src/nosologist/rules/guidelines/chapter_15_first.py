"""OG200."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import covered, read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_OBSTETRIC = read_patterns("O00-O92, O98-O9A")
_MAY_STAND_FIRST = read_patterns("O00-O92, O98-O9A, Z03.7, Z04, Z33.2, Z51.0-Z51.1")


@rule("OG200", guideline("I.C.15.a.1"), severity=Severity.STOP, concerns="O00-O92, O98-O9A")
def chapter_15_first(claim: Claim, books: Books) -> Iterator[Hit]:
    """A code of chapter 15 stands behind a code of another chapter."""
    first = claim.first
    if first and not covered(_MAY_STAND_FIRST, first.code.value):
        obstetric = among(claim, _OBSTETRIC)[0]
        yield Hit(
            f"{obstetric.dotted} goes before {first.code.dotted}",
            (obstetric, first.code),
            (Reorder(obstetric, first.code),),
        )
