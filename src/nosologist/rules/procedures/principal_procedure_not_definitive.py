"""PCS607."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.procedure_codes import procedure_guideline, recorded, whole
from nosologist.rules.rule import INPATIENT, Hit, rule

_EXAMINATION = re.compile("[4BC]|0.J|0.[9BD]...X")
_TREATMENT = re.compile("0.[^HJ]...[^X]|10[DET]")


@rule(
    "PCS607",
    procedure_guideline("Selection of Principal Procedure"),
    severity=Severity.WARN,
    settings=INPATIENT,
    procedures=(_EXAMINATION, _TREATMENT),
)
def principal_procedure_not_definitive(claim: Claim, books: Books) -> Iterator[Hit]:
    """The principal procedure is an examination although a treatment was done."""
    procedures = whole(claim)
    first = procedures[0].code if procedures else None
    if first and _EXAMINATION.match(first.value):
        treatment = next((one.code for one in procedures[1:] if _TREATMENT.match(one.code.value)), None)
        if treatment:
            yield Hit(
                f"{treatment.value} treats, and goes before {first.value}",
                (first, treatment),
                (Reorder(treatment, first),),
                evidence=recorded(claim, treatment),
            )
