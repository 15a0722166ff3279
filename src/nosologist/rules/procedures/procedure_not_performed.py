"""PCS206."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Remove, Severity
from nosologist.model.procedure import ProcedureStatus
from nosologist.rules.rule import Hit, Needs, rule

_NOT_DONE = (ProcedureStatus.PLANNED, ProcedureStatus.REFUSED, ProcedureStatus.HISTORY, ProcedureStatus.NEGATED)


@rule("PCS206", Citation("UHDDS", "procedures and dates"), severity=Severity.STOP, needs=Needs.RECORD)
def procedure_not_performed(claim: Claim, books: Books) -> Iterator[Hit]:
    """A procedure is coded that the record says was not done in this stay."""
    done = {one.code for one in claim.record.procedures} if claim.record else set()
    for entry in claim.record.not_coded if claim.record else ():
        status = next((one for one in _NOT_DONE if one in entry.reason), None)
        for code in entry.candidates if status else ():
            if code not in done and any(one.code == code for one in claim.procedures):
                yield Hit(f"{code.value}: the record says: {status}", (code,), (Remove(code),), evidence=(entry.span,))
