"""QRY114."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.queries.practice import PRACTICE, asked
from nosologist.rules.rule import Hit, Needs, rule


@rule("QRY114", PRACTICE, severity=Severity.STOP, needs=Needs.QUERY)
def no_question(claim: Claim, books: Books) -> Iterator[Hit]:
    """A query asks nothing."""
    query = asked(claim)
    if not query.question.strip():
        yield Hit("there is no question; say what the provider is asked to clarify")
