"""QRY113."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.model.query import Part
from nosologist.rules.queries.practice import PRACTICE, asked, undocumented
from nosologist.rules.rule import Hit, Needs, rule


@rule("QRY113", PRACTICE, severity=Severity.STOP, needs=Needs.QUERY)
def new_diagnosis_without_indicators(claim: Claim, books: Books) -> Iterator[Hit]:
    """A diagnosis is offered that is not documented, and no indicator is quoted at all."""
    query = asked(claim)
    if not query.indicators:
        for one in undocumented(query, query.named_in(Part.OPTIONS)):
            yield Hit(f'"{one.text}" is offered without any indicator; quote what supports it')
            return
