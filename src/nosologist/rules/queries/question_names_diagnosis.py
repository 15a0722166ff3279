"""QRY103."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.model.query import Part
from nosologist.rules.queries.practice import ALLOWED_YES_NO, PRACTICE, asked, undocumented
from nosologist.rules.rule import Hit, Needs, rule


@rule("QRY103", PRACTICE, severity=Severity.STOP, needs=Needs.QUERY)
def question_names_diagnosis(claim: Claim, books: Books) -> Iterator[Hit]:
    """The question names a diagnosis that the record does not."""
    query = asked(claim)
    if ALLOWED_YES_NO.search(query.question):
        return
    for one in undocumented(query, query.named_in(Part.QUESTION)):
        yield Hit(f'the question names "{one.text}", which no indicator quotes from the record; ask for the diagnosis')
        return
