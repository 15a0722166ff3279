"""OG141."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.guidelines.former_cancers import SITES_BY_HISTORY
from nosologist.rules.rule import Hit, guideline, rule


@rule("OG141", guideline("I.C.2.d"), guideline("I.C.2.m"), severity=Severity.WARN, concerns="Z85", beside="C00-C96")
def current_and_former_cancer(claim: Claim, books: Books) -> Iterator[Hit]:
    """A malignancy and the history of it at the same site stand together."""
    for history, sites in SITES_BY_HISTORY:
        for former, current in pairs(claim, history, sites):
            yield Hit(
                f"{current.dotted} is current, {former.dotted} says it is over",
                (current, former),
                (Remove(former), Remove(current)),
            )
