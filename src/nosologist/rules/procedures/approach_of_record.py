"""PCS401."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.procedure_codes import as_recorded, procedure_guideline
from nosologist.rules.rule import Hit, Needs, rule

_APPROACH = 5


@rule("PCS401", procedure_guideline("B5.2a"), severity=Severity.WARN, needs=Needs.RECORD)
def approach_of_record(claim: Claim, books: Books) -> Iterator[Hit]:
    """The approach of a procedure code is not that of the record."""
    yield from as_recorded(claim, _APPROACH)
