"""CM110."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.conventions.faults import Fault, faults, is_faulty
from nosologist.rules.rule import Hit, guideline, rule


@rule("CM110", guideline("I.A.1"), severity=Severity.STOP, concerns=is_faulty)
def code_of_another_system(claim: Claim, books: Books) -> Iterator[Hit]:
    """A code of another code set stands among the diagnoses."""
    for code, _fault, _meant, said in faults(claim, books, Fault.OTHER_SYSTEM):
        yield Hit(f"{code.value}: looks like a code of {said}, not of ICD-10-CM", (code,), (Remove(code),))
