"""DOC203."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Severity
from nosologist.rules.documentation.several import ENTRIES, own_documents
from nosologist.rules.rule import Hit, Needs, rule


@rule("DOC203", ENTRIES, severity=Severity.WARN, needs=Needs.DOCUMENTS)
def document_not_signed(claim: Claim, books: Books) -> Iterator[Hit]:
    """A provider's document is not signed."""
    documents = [one for one in own_documents(claim) if one.about.is_providers]
    signatures = any(one.signed for one in documents)  # the record shows them where they are
    for document in documents:
        if document.signed is False or (document.signed is None and signatures):
            said = "is not signed" if document.signed is False else "shows no signature, others of the record do"
            yield Hit(f"{document.id}: {said}", changes=(Ask("Is the document authenticated by its author?"),))
