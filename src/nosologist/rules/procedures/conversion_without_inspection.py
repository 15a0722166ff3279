"""PCS204."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Add, Severity
from nosologist.rules.procedure_codes import procedure_guideline
from nosologist.rules.rule import Hit, Needs, rule

_CONVERSION = procedure_guideline("B3.2d")


@rule("PCS204", _CONVERSION, severity=Severity.INFO, needs=Needs.RECORD)
def conversion_without_inspection(claim: Claim, books: Books) -> Iterator[Hit]:
    """The record tells of a conversion, and the attempt by scope is not coded."""
    claimed = {one.code for one in claim.procedures}
    for one in claim.record.procedures if claim.record and claim.procedures else ():
        if _CONVERSION in one.citations and one.code and one.code not in claimed:
            yield Hit(
                f"{one.code.value}: the record tells of an operation converted to open",
                (one.code,),
                (Add((one.code,)),),
                evidence=one.evidence,
            )
