"""OG124."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.among import among, is_first
from nosologist.rules.rule import Hit, guideline, rule

_NEVER_FIRST = read_patterns("R65.2, T81.12")
_INFECTION = read_patterns("A40, A41, B37.7, T81.40-T81.49, O85, O86.0, P36")


@rule("OG124", guideline("I.C.1.d.2"), guideline("I.C.1.d.3"), severity=Severity.STOP, concerns="R65.2, T81.12")
def septic_shock_first(claim: Claim, books: Books) -> Iterator[Hit]:
    """Severe sepsis or septic shock is principal or first-listed."""
    first = is_first(claim, _NEVER_FIRST)
    if first:
        infection = next(iter(among(claim, _INFECTION)), None)
        yield Hit(
            f"{first.dotted} is never first; the infection goes before it",
            (first,),
            (Reorder(infection, first),) if infection else (),
        )
