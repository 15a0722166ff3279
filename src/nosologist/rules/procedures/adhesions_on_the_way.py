"""PCS221."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.procedure_codes import beside, procedure_guideline, recorded
from nosologist.rules.rule import Hit, Needs, rule

_RELEASE, _MAIN = re.compile("0[DFTUV]N"), re.compile("0[DFTUV][1BRTY]...[^X]")
_BELLY = "DFTU"


@rule(
    "PCS221",
    procedure_guideline("B3.1b"),
    severity=Severity.INFO,
    procedures=(_RELEASE, _MAIN),
    needs=Needs.SEVERAL_PROCEDURES,
)
def adhesions_on_the_way(claim: Claim, books: Books) -> Iterator[Hit]:
    """The release of adhesions is coded beside an operation of the same body system."""
    for release, main in beside(claim, _RELEASE, _MAIN):
        if release.value[1] == main.value[1] or (release.value[1] in _BELLY and main.value[1] in _BELLY):
            yield Hit(
                f"{release.value}: adhesions that are only in the way of {main.value} are not coded",
                (release, main),
                (Remove(release),),
                evidence=recorded(claim, release, main),
            )
