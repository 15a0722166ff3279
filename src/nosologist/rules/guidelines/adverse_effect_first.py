"""OG245."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import covered, read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.guidelines.intent import ADVERSE_EFFECT, intent
from nosologist.rules.rule import Hit, guideline, rule

_DRUG = read_patterns("T36-T50")


@rule("OG245", guideline("I.C.19.e.5.a"), severity=Severity.STOP, concerns="T36-T50")
def adverse_effect_first(claim: Claim, books: Books) -> Iterator[Hit]:
    """The drug of an adverse effect stands first."""
    first = claim.first
    if first and covered(_DRUG, first.code.value) and intent(first.code) == ADVERSE_EFFECT:
        effect = next((one.code for one in claim.diagnoses[1:] if one.code.value[:1] not in "TVWXYZ"), None)
        said = f"{effect.dotted} may be it" if effect else "it is not coded"
        yield Hit(
            f"{first.code.dotted}: the nature of the adverse effect goes first; {said}",
            (first.code,),
            (Reorder(effect, first.code),) if effect else (),
        )
