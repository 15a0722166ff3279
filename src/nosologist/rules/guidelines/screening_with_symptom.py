"""OG283."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import among, is_first
from nosologist.rules.rule import Hit, guideline, rule

_SCREENING = read_patterns("Z11-Z13")
_SYMPTOM = read_patterns("R00-R68, K92.1, K62.5, N63, N64.4-N64.5")


@rule("OG283", guideline("I.C.21.c.5"), severity=Severity.WARN, concerns="Z11-Z13")
def screening_with_symptom(claim: Claim, books: Books) -> Iterator[Hit]:
    """A screening is first-listed beside a symptom."""
    screening = is_first(claim, _SCREENING)
    symptom = next(iter(among(claim, _SYMPTOM)), None)
    if screening and symptom:
        yield Hit(
            f"{screening.dotted} with {symptom.dotted}: a test because of a symptom is no screening",
            (screening, symptom),
            (Remove(screening),),
        )
