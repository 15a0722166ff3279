"""CM121."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books, kept_by_code
from nosologist.codesets.sides import open_side
from nosologist.model.claim import Claim
from nosologist.model.code import Code, icd10cm
from nosologist.model.finding import Ask, Replace, Severity
from nosologist.rules.rule import Hit, guideline, rule


@kept_by_code
def _sides(value: str, books: Books) -> tuple[Code, ...]:
    return tuple(icd10cm(one) for one in open_side(value, books.tabular))


@rule("CM121", guideline("I.B.13"), severity=Severity.WARN, concerns=_sides)
def side_unspecified(claim: Claim, books: Books) -> Iterator[Hit]:
    """The side is left unspecified where the Tabular has right and left."""
    for diagnosis in claim.diagnoses:
        choices = _sides(diagnosis.code.value, books)
        if choices:
            yield Hit(
                f"{diagnosis.code.dotted}: the side is not stated",
                (diagnosis.code,),
                (Replace(diagnosis.code, choices), Ask("Which side is affected?")),
            )
