"""OG287."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_ATTENTION = read_patterns("Z43.0-Z43.6")
_STATUS = read_patterns("Z93.0-Z93.6")


@rule("OG287", guideline("I.C.21.c.7"), severity=Severity.STOP, concerns="Z43")
def status_with_attention(claim: Claim, books: Books) -> Iterator[Hit]:
    """A status is coded beside the attention to the same opening."""
    for care, status in pairs(claim, _ATTENTION, _STATUS):
        if care.value[3] == status.value[3]:
            yield Hit(f"{status.dotted} is said by {care.dotted}", (care, status), (), (Remove(status),))
