"""PCS222."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.procedure_codes import beside, procedure_guideline, recorded, same_site
from nosologist.rules.rule import Hit, Needs, rule

_RELEASE, _DIVISION = re.compile("0.N"), re.compile("0.8")


@rule(
    "PCS222",
    procedure_guideline("B3.14"),
    severity=Severity.WARN,
    procedures=(_RELEASE, _DIVISION),
    needs=Needs.SEVERAL_PROCEDURES,
)
def release_and_division(claim: Claim, books: Books) -> Iterator[Hit]:
    """Release and Division of the same body part stand together."""
    for release, division in beside(claim, _RELEASE, _DIVISION):
        if same_site(release, division):
            yield Hit(
                f"{release.value} frees and {division.value} cuts through the same body part",
                (release, division),
                evidence=recorded(claim, release, division),
            )
