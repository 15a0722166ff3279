"""OG103."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Remove, Replace, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_COMBINED = tuple(
    (read_patterns(these), read_patterns(those), both)
    for these, those, both in (
        ("I50.21", "I50.22", ("I5023",)),
        ("I50.31", "I50.32", ("I5033",)),
        ("I50.41", "I50.42", ("I5043",)),
        ("I50.811", "I50.812", ("I50813",)),
        ("J96.0", "J96.1", ("J9620", "J9621", "J9622")),
    )
)


@rule(
    "OG103",
    guideline("I.B.9"),
    severity=Severity.WARN,
    concerns="I50.21, I50.31, I50.41, I50.811, J96.0",
    beside="I50.22, I50.32, I50.42, I50.812, J96.1",
)
def acute_and_chronic_apart(claim: Claim, books: Books) -> Iterator[Hit]:
    """Acute and chronic are coded apart where one code says both."""
    for these, those, both in _COMBINED:
        for one, other in pairs(claim, these, those):
            yield Hit(
                f"{one.dotted} with {other.dotted}: one code says both",
                (one, other),
                (Replace(one, tuple(icd10cm(each) for each in both)), Remove(other)),
            )
