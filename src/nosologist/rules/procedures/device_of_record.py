"""PCS501."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Replace, Severity
from nosologist.rules.procedure_codes import differing, procedure_guideline
from nosologist.rules.rule import Hit, Needs, rule

_DEVICE = 6


@rule("PCS501", procedure_guideline("B6.1a"), severity=Severity.WARN, needs=Needs.PROCEDURES)
def device_of_record(claim: Claim, books: Books) -> Iterator[Hit]:
    """The device of a procedure code is not that of the record."""
    for code, record, position in differing(claim, _DEVICE):
        said = next(axis for axis in record.axes if axis.position == position)
        if record.code:
            yield Hit(
                f"{code.value}: the record says {said.label} ({said.character})",
                (code,),
                (Replace(code, (record.code,)),),
                evidence=(said.evidence,) if said.evidence else record.evidence,
            )
