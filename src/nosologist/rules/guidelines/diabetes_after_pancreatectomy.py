"""OG151."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Add, Severity
from nosologist.rules.among import among, has
from nosologist.rules.rule import Hit, guideline, rule

_LOSS = read_patterns("E89.1")
_DIABETES = read_patterns("E13")
_ABSENCE = read_patterns("Z90.41")


@rule("OG151", guideline("I.C.4.a.6.b"), severity=Severity.WARN, concerns="E89.1")
def diabetes_after_pancreatectomy(claim: Claim, books: Books) -> Iterator[Hit]:
    """Diabetes after removal of the pancreas is not coded in its parts."""
    loss = among(claim, _LOSS)[0]
    for wanted, said in ((_DIABETES, "E13"), (_ABSENCE, "Z9041")):
        if not has(claim, wanted):
            yield Hit(
                f"{loss.dotted}: a code from {icd10cm(said).dotted} goes with it", (loss,), (Add((icd10cm(said),)),)
            )
