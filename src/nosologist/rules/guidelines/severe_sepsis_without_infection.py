"""OG123."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Add, Ask, Severity
from nosologist.rules.among import among, has
from nosologist.rules.rule import Hit, guideline, rule

_SEVERE = read_patterns("R65.2")
SYSTEMIC_INFECTION = read_patterns(
    "A01-A02, A20-A28, A32.7, A39.2-A39.4, A40-A41, A42.7, A48.3, A54.86, B00.7, B37.7, B38.7, B39.3, "
    "B40.7, B41.7, B42.7, B44.7, B45.7, B46.4, J95.02, O03.37, O03.87, O04.87, O07.37, O08.82, O75.3, "
    "O85, O86.04, P36, T80.2, T81.4, T88.0"
)


@rule("OG123", guideline("I.C.1.d.1.b"), severity=Severity.STOP, concerns="R65.2")
def severe_sepsis_without_infection(claim: Claim, books: Books) -> Iterator[Hit]:
    """Severe sepsis is coded without the systemic infection."""
    severe = among(claim, _SEVERE)[0]
    if not has(claim, SYSTEMIC_INFECTION):
        yield Hit(
            f"{severe.dotted}: the systemic infection is not coded",
            (severe,),
            (Add((icd10cm("A419"),)), Ask("Which infection caused the sepsis?")),
        )
