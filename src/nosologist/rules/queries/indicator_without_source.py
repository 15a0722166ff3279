"""QRY111."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.queries.practice import PRACTICE, asked
from nosologist.rules.queries.sourced import shortened, unsourced
from nosologist.rules.rule import Hit, Needs, rule


@rule("QRY111", PRACTICE, severity=Severity.WARN, needs=Needs.QUERY)
def indicator_without_source(claim: Claim, books: Books) -> Iterator[Hit]:
    """An indicator is quoted without its source."""
    query = asked(claim)
    for one in unsourced(query):
        yield Hit(f'"{shortened(one.quote)}" has no source; say in which document or result it stands')
        return
