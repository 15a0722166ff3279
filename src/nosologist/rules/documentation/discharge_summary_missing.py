"""DOC201."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.document import DocumentKind
from nosologist.model.finding import Ask, Severity
from nosologist.rules.documentation.several import has
from nosologist.rules.rule import INPATIENT, Hit, Needs, rule


@rule(
    "DOC201", Citation("42 CFR", "482.24(c)(4)(vii)"), severity=Severity.WARN, settings=INPATIENT, needs=Needs.DOCUMENTS
)
def discharge_summary_missing(claim: Claim, books: Books) -> Iterator[Hit]:
    """The record of a stay has no discharge summary."""
    if not has(claim, DocumentKind.DISCHARGE):
        yield Hit(
            "the record has no discharge summary; uncertain diagnoses are taken from the last notes of providers",
            changes=(Ask("Is the discharge summary dictated and signed?"),),
        )
