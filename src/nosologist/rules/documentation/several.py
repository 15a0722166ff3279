"""A record of several documents, as the rules look at it."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document, DocumentKind, Span

ENTRIES = Citation("42 CFR", "482.24(c)(1)")  # entries of a hospital's record: complete, dated, timed, authenticated


def record_of(claim: Claim) -> CodedEncounter:
    """The record of a claim that has one."""
    assert claim.record is not None
    return claim.record


def own_documents(claim: Claim) -> tuple[Document, ...]:
    """The documents of this encounter, without those of earlier ones."""
    return tuple(one for one in record_of(claim).encounter.documents if not one.about.is_earlier)


def has(claim: Claim, *kinds: DocumentKind) -> bool:
    """True where a document of this encounter is of one of the kinds."""
    return any(one.about.kind in kinds for one in own_documents(claim))


def placed(record: CodedEncounter, spans: tuple[Span, ...]) -> Iterator[tuple[Span, Document]]:
    """Words of the record, each with its document."""
    for span in spans:
        yield span, record.encounter.place(span).document


def quoted(record: CodedEncounter, span: Span) -> str:
    """Words of the record on one line, with what their document is called."""
    place = record.encounter.place(span)
    return f'"{" ".join(place.quote.split())}" ({place.document.id})'
