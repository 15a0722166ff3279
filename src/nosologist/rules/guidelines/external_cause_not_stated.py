"""OG267."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_UNSTATED = read_patterns("Y92.9, Y93.9, Y99.9")


@rule(
    "OG267",
    guideline("I.C.20.b"),
    guideline("I.C.20.c"),
    guideline("I.C.20.k"),
    severity=Severity.WARN,
    concerns="Y92.9, Y93.9, Y99.9",
)
def external_cause_not_stated(claim: Claim, books: Books) -> Iterator[Hit]:
    """An unspecified place, activity or status is coded."""
    for code in among(claim, _UNSTATED):
        yield Hit(f"{code.dotted} is not used where the record does not say it", (code,), (), (Remove(code),))
