"""OG282."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.among import is_first
from nosologist.rules.rule import Hit, guideline, rule

_HISTORY = read_patterns("Z80-Z87")


@rule("OG282", guideline("I.C.21.c.4"), severity=Severity.WARN, concerns="Z80-Z87")
def history_first(claim: Claim, books: Books) -> Iterator[Hit]:
    """A history code is principal or first-listed."""
    first = is_first(claim, _HISTORY)
    if first and len(set(claim.values)) > 1:
        yield Hit(f"{first.dotted}: the reason for the encounter goes before a history", (first,))
