"""QRY105."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.model.query import Part
from nosologist.rules.queries.practice import PRACTICE, asked, undocumented
from nosologist.rules.queries.support import is_supported
from nosologist.rules.rule import Hit, Needs, rule


@rule("QRY105", PRACTICE, severity=Severity.STOP, needs=Needs.QUERY)
def option_without_support(claim: Claim, books: Books) -> Iterator[Hit]:
    """An answer is offered that none of the quoted indicators supports."""
    query = asked(claim)
    facts = [one.quote for one in query.indicators]
    for one in undocumented(query, query.named_in(Part.OPTIONS)):
        if facts and is_supported(one.code, facts) is False:
            yield Hit(
                f'"{query.options[one.number].text}" has no indicator in the query; take it out or quote what supports it'
            )
