"""OG174."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_STAGES = read_patterns("N18")


@rule("OG174", guideline("I.C.14.a.1"), severity=Severity.STOP, concerns="N18")
def two_stages_of_kidney_disease(claim: Claim, books: Books) -> Iterator[Hit]:
    """Two stages of chronic kidney disease are coded."""
    stages = list(dict.fromkeys(among(claim, _STAGES)))
    if len(stages) > 1:
        last = max(stages, key=lambda code: (code.value == "N186", code.value != "N189", code.value))
        yield Hit(
            f"{' and '.join(code.dotted for code in stages)}: one stage is coded",
            tuple(stages),
            tuple(Remove(code) for code in stages if code != last),
        )
