"""OG206."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_WEEKS = read_patterns("Z3A")
_ABORTIVE = read_patterns("O00-O08, Z33.2, Z39")


@rule("OG206", guideline("I.C.21.c.11"), severity=Severity.STOP, concerns="Z3A")
def weeks_without_pregnancy(claim: Claim, books: Books) -> Iterator[Hit]:
    """Weeks of gestation are coded where they do not apply."""
    weeks = among(claim, _WEEKS)[0]
    for other in among(claim, _ABORTIVE):
        yield Hit(f"{weeks.dotted} is not assigned with {other.dotted}", (weeks, other), (), (Remove(weeks),))
        break
