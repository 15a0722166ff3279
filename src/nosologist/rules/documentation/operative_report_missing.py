"""DOC202."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.document import DocumentKind, Span
from nosologist.model.finding import Ask, Severity
from nosologist.rules.documentation.several import has, own_documents, quoted, record_of
from nosologist.rules.rule import Hit, Needs, rule

_OPERATED = re.compile(
    r"\b(?:was |were )?(?:taken|brought) to (?:the )?(?:operating room|operating theat(?:er|re)|OR)\b|"
    r"\bpost-?operative day\b|\bPOD ?#? ?\d",
    re.IGNORECASE,
)
_SURGICAL = "0"  # the section Medical and Surgical of ICD-10-PCS


@rule("DOC202", Citation("42 CFR", "482.51(b)(6)"), severity=Severity.WARN, needs=Needs.DOCUMENTS)
def operative_report_missing(claim: Claim, books: Books) -> Iterator[Hit]:
    """An operation of this encounter has no operative report."""
    if has(claim, DocumentKind.OPERATIVE, DocumentKind.PROCEDURE):
        return
    span = _operation(claim)
    if span is not None:
        yield Hit(
            f"an operation is told, {quoted(record_of(claim), span)}, and the record has no report of it",
            changes=(Ask("Is the operative report dictated and signed?"),),
            evidence=(span,),
        )


def _operation(claim: Claim) -> Span | None:
    """Where an operation of this encounter is told."""
    record = record_of(claim)
    done = [one for one in record.procedures if one.pattern.startswith(_SURGICAL) and one.evidence]
    if done:
        return done[0].evidence[0]
    encounter = record.encounter
    own = {id(one) for one in own_documents(claim)}
    for document, start in zip(encounter.documents, encounter.starts, strict=True):
        told = _OPERATED.search(document.text) if id(document) in own else None
        if told:
            return Span(start + told.start(), start + told.end())
    return None
