"""OG202."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_NORMAL = read_patterns("Z34")
_OBSTETRIC = read_patterns("O00-O92, O98-O9A")


@rule("OG202", guideline("I.C.15.b.1"), guideline("I.C.21.c.11"), severity=Severity.STOP, concerns="Z34")
def normal_pregnancy_with_complication(claim: Claim, books: Books) -> Iterator[Hit]:
    """Supervision of a normal pregnancy is coded beside a complication of it."""
    for normal, complication in pairs(claim, _NORMAL, _OBSTETRIC):
        yield Hit(f"{normal.dotted} is not used with {complication.dotted}", (normal, complication), (Remove(normal),))
        break
