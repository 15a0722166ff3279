"""DOC106."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Add, Severity
from nosologist.rules.documentation.record import compared
from nosologist.rules.rule import Hit, Needs, guideline, rule


@rule("DOC106", guideline("IV.J"), guideline("III"), severity=Severity.INFO, needs=Needs.RECORD)
def in_the_record_only(claim: Claim, books: Books) -> Iterator[Hit]:
    """The record supports a code that the claim does not have."""
    found = compared(claim)
    if found:
        record, _codes = found
        categories = {value[:3] for value in claim.values}
        for assignment in record.assignments:
            if assignment.code.category not in categories:
                yield Hit(
                    f"{assignment.code.dotted} ({assignment.title}) is in the record, not on the claim",
                    (assignment.code,),
                    (Add((assignment.code,)),),
                    evidence=assignment.evidence,
                )
