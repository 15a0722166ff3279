"""CM105."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Replace, Severity
from nosologist.rules.conventions.faults import Fault, faults, is_faulty
from nosologist.rules.rule import Hit, guideline, rule


@rule("CM105", guideline("I.A.2"), guideline("I.B.2"), severity=Severity.STOP, concerns=is_faulty)
def code_incomplete(claim: Claim, books: Books) -> Iterator[Hit]:
    """A header is reported where the Tabular asks for more characters."""
    for code, _fault, meant, said in faults(claim, books, Fault.INCOMPLETE):
        yield Hit(f"{code.dotted} ({said}) is a header; it needs more characters", (code,), (Replace(code, meant),))
