"""OG153."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_MORBID = read_patterns("E66.01")
_CLASS_3 = read_patterns("E66.813")


@rule("OG153", guideline("I.C.4.b.1"), severity=Severity.STOP, concerns="E66.813", since="2024-10-01")
def obesity_class_and_morbid(claim: Claim, books: Books) -> Iterator[Hit]:
    """Class 3 obesity and morbid obesity are both coded."""
    for morbid, third in pairs(claim, _MORBID, _CLASS_3):
        yield Hit(
            f"{morbid.dotted} with {third.dotted}: class 3 says it more exactly", (morbid, third), (), (Remove(morbid),)
        )
