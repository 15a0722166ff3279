"""OG215."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Ask, Severity
from nosologist.rules.among import has
from nosologist.rules.rule import Hit, guideline, rule

_WEEKS = read_patterns("Z3A")


def _has_trimester(value: str, books: Books) -> bool:
    code = books.tabular.get(value) if value[:1] == "O" else None
    return code is not None and "trimester" in code.title.lower()


@rule("OG215", guideline("I.C.21.c.11"), severity=Severity.INFO, concerns=_has_trimester)
def weeks_missing(claim: Claim, books: Books) -> Iterator[Hit]:
    """A condition of a trimester is coded without the weeks of gestation."""
    if not has(claim, _WEEKS):
        code = icd10cm(next(value for value in claim.values if _has_trimester(value, books)))
        yield Hit(
            f"{code.dotted}: the weeks of gestation (Z3A) are not coded",
            (code,),
            (Ask("How many weeks is the pregnancy?"),),
        )
