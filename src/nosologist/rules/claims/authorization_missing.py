"""CLM025."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule


@rule(
    "CLM025",
    Citation("Medicare Claims Processing Manual", "26 §10.4, item 23"),
    severity=Severity.STOP,
    needs=Needs.FORM,
)
def authorization_missing(claim: Claim, books: Books) -> Iterator[Hit]:
    """The payer asks for an authorization, and the claim has none."""
    if claim.form and claim.form.authorization_required and not claim.form.authorization:
        yield Hit("the payer asks for an authorization; its number is missing")
