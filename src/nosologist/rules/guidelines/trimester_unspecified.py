"""OG207."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_OBSTETRIC = read_patterns("O00-O9A")


@rule("OG207", guideline("I.C.15.a.5"), severity=Severity.WARN, concerns="O00-O9A")
def trimester_unspecified(claim: Claim, books: Books) -> Iterator[Hit]:
    """The trimester is left unspecified."""
    for code in among(claim, _OBSTETRIC):
        found = books.tabular.get(code.value)
        if found and "unspecified trimester" in found.title.lower():
            yield Hit(
                f"{code.dotted}: the trimester is not stated", (code,), (Ask("How many weeks is the pregnancy?"),)
            )
