"""OG204."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import covered, read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Reorder, Severity
from nosologist.rules.among import among, pairs
from nosologist.rules.rule import Hit, guideline, rule

_NORMAL = read_patterns("O80")
_OBSTETRIC = read_patterns("O00-O7A, O81-O9A")


@rule("OG204", guideline("I.C.15.n.1"), severity=Severity.STOP, concerns="O80")
def normal_delivery_with_complication(claim: Claim, books: Books) -> Iterator[Hit]:
    """A normal delivery is coded with another code of chapter 15."""
    for normal, complication in pairs(claim, _NORMAL, _OBSTETRIC):
        yield Hit(f"{normal.dotted} is not used with {complication.dotted}", (normal, complication), (Remove(normal),))
        break
    first = claim.first
    if first and not covered(_NORMAL, first.code.value):
        normal = among(claim, _NORMAL)[0]
        yield Hit(f"{normal.dotted} is always the principal diagnosis", (normal,), (Reorder(normal, first.code),))
