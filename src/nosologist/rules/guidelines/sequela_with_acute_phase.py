"""OG105."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import covered, read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.rule import Hit, guideline, rule

_BURNS = read_patterns("T20-T32")


def _is_sequela(value: str, books: Books) -> bool:
    return len(value) == 7 and value[6] == "S"


@rule("OG105", guideline("I.B.10"), severity=Severity.STOP, concerns=_is_sequela, beside="S00-T88")
def sequela_with_acute_phase(claim: Claim, books: Books) -> Iterator[Hit]:
    """The acute phase of an injury is coded beside its sequela."""
    acute = {
        one.code.value[:6]: one.code for one in claim.diagnoses if len(one.code.value) == 7 and one.code.value[6] != "S"
    }
    for diagnosis in claim.diagnoses:
        code = diagnosis.code
        other = acute.get(code.value[:6]) if len(code.value) == 7 and code.value[6] == "S" else None
        if other and not covered(_BURNS, code.value):
            yield Hit(
                f"{other.dotted} and {code.dotted}: the injury is current or a sequela, not both",
                (other, code),
                (Remove(other), Remove(code)),
            )
