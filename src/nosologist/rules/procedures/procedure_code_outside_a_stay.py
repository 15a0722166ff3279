"""PCS105."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.procedure_codes import whole
from nosologist.rules.rule import OUTPATIENT, Hit, Needs, rule


@rule("PCS105", Citation("45 CFR", "162.1002"), severity=Severity.INFO, settings=OUTPATIENT, needs=Needs.PROCEDURES)
def procedure_code_outside_a_stay(claim: Claim, books: Books) -> Iterator[Hit]:
    """An ICD-10-PCS code stands on a claim that is not of a hospital inpatient."""
    asked_for = claim.record is not None and claim.record.encounter.procedures
    for one in () if asked_for else whole(claim):
        yield Hit(
            f"{one.code.value}: ICD-10-PCS is reported for hospital inpatients; other settings report CPT or HCPCS",
            (one.code,),
        )
