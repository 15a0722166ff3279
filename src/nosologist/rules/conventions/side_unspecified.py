"""CM121."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Ask, Replace, Severity
from nosologist.rules.conventions.sided import open_sides
from nosologist.rules.rule import Hit, guideline, rule


@rule("CM121", guideline("I.B.13"), severity=Severity.WARN, concerns=open_sides)
def side_unspecified(claim: Claim, books: Books) -> Iterator[Hit]:
    """The side is left unspecified where the Tabular has right and left."""
    for diagnosis in claim.diagnoses:
        choices = tuple([icd10cm(one) for one in open_sides(diagnosis.code.value, books)])
        if choices:
            yield Hit(
                f"{diagnosis.code.dotted}: the side is not stated",
                (diagnosis.code,),
                (Replace(diagnosis.code, choices), Ask("Which side is affected?")),
            )
