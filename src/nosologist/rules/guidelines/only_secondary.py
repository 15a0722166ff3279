"""OG281."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.among import is_first
from nosologist.rules.rule import Hit, guideline, rule

_ONLY_SECONDARY = read_patterns("Z16, Z37, Z92.82")


@rule("OG281", guideline("I.C.21.c.3"), guideline("I.C.21.c.11"), severity=Severity.STOP, concerns="Z16, Z37, Z92.82")
def only_secondary(claim: Claim, books: Books) -> Iterator[Hit]:
    """A Z code that is only secondary stands first."""
    first = is_first(claim, _ONLY_SECONDARY)
    if first:
        yield Hit(f"{first.dotted} is only a secondary code", (first,))
