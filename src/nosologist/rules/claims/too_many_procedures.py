"""CLM003."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule

_MOST = 25


@rule("CLM003", Citation("Medicare Claims Processing Manual", "25 §75"), severity=Severity.STOP, needs=Needs.PROCEDURES)
def too_many_procedures(claim: Claim, books: Books) -> Iterator[Hit]:
    """The claim has more procedures than its form takes."""
    if len(claim.procedures) > _MOST:
        yield Hit(
            f"{len(claim.procedures)} procedures; the form takes {_MOST}",
            tuple(one.code for one in claim.procedures[_MOST:]),
        )
