"""PCS101."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.procedure_codes import procedure_guideline
from nosologist.rules.rule import Hit, Needs, rule

_LENGTH = 7


@rule("PCS101", procedure_guideline("A1"), severity=Severity.STOP, needs=Needs.PROCEDURES)
def code_not_of_seven(claim: Claim, books: Books) -> Iterator[Hit]:
    """A procedure code has not seven characters."""
    for one in claim.procedures:
        value = one.code.value
        if len(value) != _LENGTH and value.isalnum():
            yield Hit(f"{value[:12]} has {len(value)} characters; an ICD-10-PCS code has {_LENGTH}", (one.code,))
