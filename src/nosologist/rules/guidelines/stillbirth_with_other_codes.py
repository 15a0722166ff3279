"""OG220."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_STILLBIRTH = read_patterns("P95")


@rule("OG220", guideline("I.C.16.g"), severity=Severity.STOP, concerns="P95")
def stillbirth_with_other_codes(claim: Claim, books: Books) -> Iterator[Hit]:
    """A stillbirth is coded with other codes."""
    if len(set(claim.values)) > 1:
        code = among(claim, _STILLBIRTH)[0]
        yield Hit(
            f"{code.dotted} stands alone",
            (code,),
            tuple(Remove(one.code) for one in claim.diagnoses if one.code != code),
        )
