"""QRY102."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.model.query import Part
from nosologist.rules.queries.practice import PRACTICE, asked, undocumented
from nosologist.rules.rule import Hit, Needs, rule


@rule("QRY102", PRACTICE, severity=Severity.STOP, needs=Needs.QUERY)
def title_names_diagnosis(claim: Claim, books: Books) -> Iterator[Hit]:
    """The title of a query names a diagnosis that the record does not."""
    query = asked(claim)
    for one in undocumented(query, query.named_in(Part.TITLE)):
        yield Hit(f'the title names "{one.text}", which no indicator quotes from the record; name the finding instead')
        return
