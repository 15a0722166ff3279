"""CM109."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Replace, Severity
from nosologist.rules.conventions.faults import Fault, faults, is_faulty
from nosologist.rules.rule import Hit, guideline, rule


@rule("CM109", guideline("I.A.3"), severity=Severity.STOP, concerns=is_faulty)
def code_mistyped(claim: Claim, books: Books) -> Iterator[Hit]:
    """A letter stands where a digit belongs, or the other way round."""
    for code, _fault, meant, said in faults(claim, books, Fault.MISTYPED):
        yield Hit(f"{code.dotted}: is {meant[0].dotted} ({said}) meant?", (code,), (Replace(code, meant),))
