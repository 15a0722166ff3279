"""PCS608."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.procedure_codes import recorded
from nosologist.rules.rule import INPATIENT, Hit, Needs, rule


@rule(
    "PCS608",
    Citation("UHDDS", "procedures and dates"),
    severity=Severity.INFO,
    settings=INPATIENT,
    needs=Needs.SEVERAL_PROCEDURES,
)
def procedure_without_date(claim: Claim, books: Books) -> Iterator[Hit]:
    """A procedure has no date where others of the stay have one."""
    if any(one.date for one in claim.procedures):
        for one in claim.procedures:
            if one.date is None:
                yield Hit(f"{one.code.value} has no date", (one.code,), evidence=recorded(claim, one.code))
