"""OG142."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_VAGUE = read_patterns("C80.0-C80.1")
_PRIMARY = read_patterns("C00-C75")


@rule("OG142", guideline("I.C.2.j"), guideline("I.C.2.k"), severity=Severity.WARN, concerns="C80.0-C80.1")
def unknown_site_beside_known(claim: Claim, books: Books) -> Iterator[Hit]:
    """A malignancy without a site stands beside a known primary."""
    for vague, primary in pairs(claim, _VAGUE, _PRIMARY):
        yield Hit(f"{vague.dotted} with {primary.dotted}: the site is known", (vague, primary), (Remove(vague),))
