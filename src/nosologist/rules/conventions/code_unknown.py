"""CM104."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Replace, Severity
from nosologist.rules.conventions.faults import Fault, faults, is_faulty
from nosologist.rules.rule import Hit, guideline, rule


@rule("CM104", guideline("I.A.3"), severity=Severity.STOP, concerns=is_faulty)
def code_unknown(claim: Claim, books: Books) -> Iterator[Hit]:
    """A diagnosis code is reported that ICD-10-CM does not have."""
    for code, _fault, meant, said in faults(claim, books, Fault.UNKNOWN):
        yield Hit(
            f"{code.dotted}: there is no such code{f' below {said}' if said else ''}",
            (code,),
            (Replace(code, meant),) if meant else (),
        )
