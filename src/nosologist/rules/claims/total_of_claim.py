"""CLM026."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule


@rule("CLM026", Citation("ASC X12N 837", "CLM02"), severity=Severity.STOP, needs=Needs.FORM)
def total_of_claim(claim: Claim, books: Books) -> Iterator[Hit]:
    """The total of the claim is not the sum of its lines."""
    billing = claim.billing
    if billing is None or billing.total is None or billing.total == billing.charges:
        return
    yield Hit(f"the total is {billing.total}; the lines add up to {billing.charges}")
