"""PCS202."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.finding import Ask, Severity
from nosologist.rules.procedure_codes import procedure_guideline, recorded, whole
from nosologist.rules.rule import Hit, Needs, rule


@rule("PCS202", procedure_guideline("B3.2b"), severity=Severity.INFO, needs=Needs.SEVERAL_PROCEDURES)
def same_code_twice(claim: Claim, books: Books) -> Iterator[Hit]:
    """The same procedure code stands more than once for the same day."""
    procedures = whole(claim)
    if len({one.code.value for one in procedures}) == len(procedures):
        return
    counted = Counter((one.code, one.date) for one in procedures)
    for (code, _), times in counted.items():
        if times > max(1, _told(claim, code)):
            yield Hit(
                f"{code.value} stands {times} times: is each a distinct site of the body part, or done again?",
                (code,),
                (Ask("Are these distinct sites, or was it done again?"),),
                evidence=recorded(claim, code),
            )


def _told(claim: Claim, code: Code) -> int:
    """How many times the record tells of a procedure, at distinct body parts or again."""
    return sum(one.code == code for one in claim.record.procedures) if claim.record else 0
