"""PCS205."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.model.procedure import ProcedureStatus
from nosologist.rules.procedure_codes import procedure_guideline
from nosologist.rules.rule import Hit, Needs, rule


@rule("PCS205", procedure_guideline("B3.3"), severity=Severity.WARN, needs=Needs.RECORD)
def stopped_procedure_coded(claim: Claim, books: Books) -> Iterator[Hit]:
    """A procedure is coded as done that the record says was stopped."""
    yield from _stopped(claim)


def _stopped(claim: Claim) -> Iterator[Hit]:
    for entry in claim.record.not_coded if claim.record else ():
        if ProcedureStatus.ABORTED in entry.reason:
            for code in entry.candidates:
                if any(one.code == code for one in claim.procedures):
                    yield Hit(
                        f"{code.value}: the record says that it was stopped; code what was done",
                        (code,),
                        (Remove(code),),
                        evidence=(entry.span,),
                    )
