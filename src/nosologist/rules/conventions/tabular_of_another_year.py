"""CM103."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, rule


@rule("CM103", Citation("45 CFR", "162.1002"), severity=Severity.WARN)
def tabular_of_another_year(claim: Claim, books: Books) -> Iterator[Hit]:
    """The full Tabular of the date of service or discharge is not installed; another year's was used."""
    if books.notice and claim.diagnoses:
        yield Hit(books.notice, ())
