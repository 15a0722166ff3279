"""OG125."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Severity
from nosologist.rules.among import among, has
from nosologist.rules.rule import Hit, guideline, rule

_SEVERE = read_patterns("R65.20")
_ORGAN = read_patterns(
    "D59.3, D65, D68.8, D68.9, D69.5, D69.6, E87.2, G72.81, G92, G93.4, G62.81, I21.A1, I50, I51.81, I95, "
    "J80, J95.82, J96.0, J96.2, K55.0, K56.0, K56.7, K72.0, K72.9, K76.7, K76.2, N17, N19, N99.0, R09.02, "
    "R34, R40, R41, F05, R57, K75.89, D61.81"
)


@rule("OG125", guideline("I.C.1.d.1.b"), severity=Severity.WARN, concerns="R65.20")
def severe_sepsis_without_organ(claim: Claim, books: Books) -> Iterator[Hit]:
    """Severe sepsis is coded without the organ that fails."""
    severe = among(claim, _SEVERE)[0]
    if not has(claim, _ORGAN):
        yield Hit(
            f"{severe.dotted}: no acute organ dysfunction is coded",
            (severe,),
            (Ask("Which organ dysfunction is due to the sepsis?"),),
        )
