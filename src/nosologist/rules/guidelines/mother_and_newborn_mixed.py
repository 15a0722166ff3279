"""OG201."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_MOTHER = read_patterns("O00-O92, O98-O9A, Z37, Z34, Z39, Z3A")
_CHILD = read_patterns("P00-P96, Z38")


@rule(
    "OG201",
    guideline("I.C.15.a.2"),
    guideline("I.C.16.a.1"),
    severity=Severity.STOP,
    concerns="P00-P96, Z38",
    beside="O00-O92, O98-O9A, Z37, Z34, Z39, Z3A",
)
def mother_and_newborn_mixed(claim: Claim, books: Books) -> Iterator[Hit]:
    """Codes of the mother's and of the newborn's record stand on one claim."""
    for mother, child in pairs(claim, _MOTHER, _CHILD):
        yield Hit(
            f"{mother.dotted} is for the mother's record, {child.dotted} for the newborn's",
            (mother, child),
            (Remove(mother), Remove(child)),
        )
        break
