"""CM106."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Replace, Severity
from nosologist.rules.conventions.faults import Fault, faults, is_faulty
from nosologist.rules.rule import Hit, guideline, rule


@rule("CM106", guideline("I.A.5"), guideline("I.A.2"), severity=Severity.STOP, concerns=is_faulty)
def seventh_character_missing(claim: Claim, books: Books) -> Iterator[Hit]:
    """A code is reported without the 7th character that it needs."""
    for code, _fault, meant, said in faults(claim, books, Fault.SEVENTH_MISSING):
        yield Hit(f"{code.dotted} ({said}) needs a 7th character", (code,), (Replace(code, meant),))
