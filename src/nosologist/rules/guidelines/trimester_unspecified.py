"""OG207."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Ask, Severity
from nosologist.rules.rule import Hit, guideline, rule


def _is_open(value: str, books: Books) -> bool:
    code = books.tabular.get(value) if value[:1] == "O" else None
    return code is not None and "unspecified trimester" in code.title.lower()


@rule("OG207", guideline("I.C.15.a.5"), severity=Severity.WARN, concerns=_is_open)
def trimester_unspecified(claim: Claim, books: Books) -> Iterator[Hit]:
    """The trimester is left unspecified."""
    for value in claim.values:
        if _is_open(value, books):
            code = icd10cm(value)
            yield Hit(
                f"{code.dotted}: the trimester is not stated", (code,), (Ask("How many weeks is the pregnancy?"),)
            )
