"""CLM028."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule

_KINDS = {"7": "replaces", "8": "voids"}


@rule("CLM028", Citation("Medicare Claims Processing Manual", "1 §130"), severity=Severity.STOP, needs=Needs.FORM)
def replaced_claim_not_named(claim: Claim, books: Books) -> Iterator[Hit]:
    """A claim replaces or voids another one, and does not say which."""
    billing = claim.billing
    if billing is not None and billing.frequency in _KINDS and not billing.original_reference:
        yield Hit(
            f"frequency {billing.frequency} {_KINDS[billing.frequency]} a claim; the payer's number of it is missing"
        )
