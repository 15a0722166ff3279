"""CM102."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation, CodeSystem
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, rule


@rule("CM102", Citation("45 CFR", "162.1002"), severity=Severity.STOP)
def code_not_in_force(claim: Claim, books: Books) -> Iterator[Hit]:
    """A code is reported that is not valid on the date of service or discharge."""
    on = claim.date
    if on is None or books.notice is None:
        return  # the Tabular of that date gave the codes
    for diagnosis in claim.diagnoses:
        if diagnosis.code.system is CodeSystem.ICD10CM:
            standing = books.lists().standing("icd10cm", diagnosis.code.value, on)
            if not standing.valid:
                yield Hit(standing.said, (diagnosis.code,))
