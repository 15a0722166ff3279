"""DOC204."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Severity
from nosologist.rules.documentation.several import ENTRIES, own_documents
from nosologist.rules.rule import Hit, Needs, rule


@rule("DOC204", ENTRIES, severity=Severity.INFO, needs=Needs.DOCUMENTS)
def document_not_dated(claim: Claim, books: Books) -> Iterator[Hit]:
    """A document of the record has no date."""
    for document in own_documents(claim):
        if document.written is None:
            yield Hit(f"{document.id}: no date was found", changes=(Ask("When was the document written?"),))
