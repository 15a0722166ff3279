"""PCS501."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.procedure_codes import as_recorded, procedure_guideline
from nosologist.rules.rule import Hit, Needs, rule

_DEVICE = 6


@rule("PCS501", procedure_guideline("B6.1a"), severity=Severity.WARN, needs=Needs.RECORD)
def device_of_record(claim: Claim, books: Books) -> Iterator[Hit]:
    """The device of a procedure code is not that of the record."""
    yield from as_recorded(claim, _DEVICE)
