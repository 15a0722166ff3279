"""CLM016."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Ask, Severity
from nosologist.rules.rule import Hit, Needs, rule


@rule("CLM016", Citation("Medicare Program Integrity Manual", "3 §3.3.2.4"), severity=Severity.STOP, needs=Needs.FORM)
def record_not_signed(claim: Claim, books: Books) -> Iterator[Hit]:
    """The record behind the claim is not signed."""
    if claim.form and claim.form.signed is False:
        yield Hit("the record is not signed by its author", changes=(Ask("Will the author sign an attestation?"),))
