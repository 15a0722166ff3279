"""PCS610."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.procedure_codes import beside, procedure_guideline, recorded
from nosologist.rules.rule import Hit, Needs, rule

_BREATHING, _OPERATION = re.compile("5A1935Z|0BH17EZ"), re.compile("0.[1BGQRSTVY].[04]")


@rule(
    "PCS610",
    procedure_guideline("B3.1b"),
    severity=Severity.INFO,
    procedures=(_BREATHING, _OPERATION),
    needs=Needs.SEVERAL_PROCEDURES,
)
def breathing_during_an_operation(claim: Claim, books: Books) -> Iterator[Hit]:
    """Short ventilation or intubation is coded on the day of an operation."""
    for breathing, operation in beside(claim, _BREATHING, _OPERATION):
        yield Hit(
            f"{breathing.value}: the ventilation of the anesthesia for {operation.value} is not coded",
            (breathing, operation),
            (Remove(breathing),),
            evidence=recorded(claim, breathing, operation),
        )
        break
