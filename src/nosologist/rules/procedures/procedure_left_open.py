"""PCS104."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Severity
from nosologist.rules.procedure_codes import pcs, procedure_guideline
from nosologist.rules.rule import INPATIENT, Hit, Needs, rule


@rule("PCS104", procedure_guideline("A8"), severity=Severity.WARN, settings=INPATIENT, needs=Needs.RECORD)
def procedure_left_open(claim: Claim, books: Books) -> Iterator[Hit]:
    """The record leaves a character of a procedure open."""
    for one in claim.record.procedures if claim.record else ():
        if one.code is None:
            missing = ", ".join(axis.title.lower() for axis in one.missing)
            yield Hit(
                f"{one.title} ({one.pattern}): not documented: {missing}",
                (pcs(one.pattern),),
                (Ask(f"Please state: {missing}"),),
                evidence=one.evidence,
            )
