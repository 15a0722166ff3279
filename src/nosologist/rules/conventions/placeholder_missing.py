"""CM108."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Replace, Severity
from nosologist.rules.conventions.faults import Fault, faults, is_faulty
from nosologist.rules.rule import Hit, guideline, rule


@rule("CM108", guideline("I.A.4"), guideline("I.A.5"), severity=Severity.STOP, concerns=is_faulty)
def placeholder_missing(claim: Claim, books: Books) -> Iterator[Hit]:
    """The placeholder X is missing or stands in the wrong place."""
    for code, _fault, meant, said in faults(claim, books, Fault.PLACEHOLDER):
        yield Hit(
            f"{code.dotted}: with its placeholders it is {meant[0].dotted} ({said})",
            (code,),
            (),
            (Replace(code, meant),),
        )
