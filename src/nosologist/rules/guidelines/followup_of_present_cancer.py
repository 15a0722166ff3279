"""OG284."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_FOLLOW_UP = read_patterns("Z08")
_MALIGNANT = read_patterns("C00-C96")


@rule("OG284", guideline("I.C.21.c.8"), severity=Severity.STOP, concerns="Z08", beside="C00-C96")
def followup_of_present_cancer(claim: Claim, books: Books) -> Iterator[Hit]:
    """Follow-up after cancer is coded with a current cancer."""
    for followup, tumor in pairs(claim, _FOLLOW_UP, _MALIGNANT):
        yield Hit(
            f"{followup.dotted} with {tumor.dotted}: follow-up means that treatment is completed and nothing is left",
            (followup, tumor),
            (Remove(followup),),
        )
        break
