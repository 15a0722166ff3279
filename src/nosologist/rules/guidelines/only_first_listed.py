"""OG280."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import covered, read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Reorder, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_CONCERNS = (
    "Z00.0-Z00.5, Z00.7-Z00.8, Z01-Z02, Z04, Z31.81, Z31.83-Z31.84, Z33.2, Z34, Z38-Z39, Z40, Z42, "
    "Z51.0-Z51.1, Z52.0-Z52.8, Z76.1-Z76.2, Z99.12"
)
_ONLY_FIRST = read_patterns(_CONCERNS)


@rule("OG280", guideline("I.C.21.c.15"), severity=Severity.WARN, concerns=_CONCERNS)
def only_first_listed(claim: Claim, books: Books) -> Iterator[Hit]:
    """A Z code that may only be first stands behind another code."""
    first = claim.first
    if first and not covered(_ONLY_FIRST, first.code.value):
        for code in among(claim, _ONLY_FIRST):
            yield Hit(
                f"{code.dotted} may only be principal or first-listed",
                (code, first.code),
                (Reorder(code, first.code), Remove(code)),
            )
