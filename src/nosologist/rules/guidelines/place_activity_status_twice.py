"""OG261."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import covered, read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.finding import Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_ONCE = (
    (read_patterns("Y92"), "place of occurrence"),
    (read_patterns("Y93"), "activity"),
    (read_patterns("Y99"), "status"),
)
_HOSPITAL = read_patterns("Y92.23")


@rule("OG261", guideline("I.C.20.d"), severity=Severity.STOP, concerns="Y92-Y93, Y99")
def place_activity_status_twice(claim: Claim, books: Books) -> Iterator[Hit]:
    """Place, activity or status is coded more than once."""
    for kind, said in _ONCE:
        codes = list(dict.fromkeys(among(claim, kind)))
        if len(codes) > 1 and not _is_injured_again(claim, codes):
            yield Hit(
                f"{' and '.join(code.dotted for code in codes)}: one {said} is assigned to an encounter", tuple(codes)
            )


def _is_injured_again(claim: Claim, places: list[Code]) -> bool:
    """True for the place that brought the patient into a stay beside the hospital where a new injury occurred."""
    return claim.is_stay and len(places) == 2 and sum(covered(_HOSPITAL, place.value) for place in places) == 1
