"""CM107."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Replace, Severity
from nosologist.rules.conventions.faults import Fault, faults, is_faulty
from nosologist.rules.rule import Hit, guideline, rule


@rule("CM107", guideline("I.A.5"), severity=Severity.STOP, concerns=is_faulty)
def seventh_character_wrong(claim: Claim, books: Books) -> Iterator[Hit]:
    """A code ends with a character that the Tabular does not allow there."""
    for code, _fault, meant, said in faults(claim, books, Fault.SEVENTH_WRONG):
        yield Hit(
            f"{code.dotted}: its last characters are not among those for {said}", (code,), (Replace(code, meant),)
        )
