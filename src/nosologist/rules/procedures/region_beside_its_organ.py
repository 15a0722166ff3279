"""PCS106."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.procedure_codes import beside, procedure_guideline, recorded
from nosologist.rules.rule import Hit, Needs, rule

_REGION, _ORGAN = re.compile("0W[9BC]"), re.compile("0[2BDFTUV][9BC]")
_ORGANS = {
    "9": "B",
    "B": "B",
    "C": "2B",
    "D": "2",
    "G": "DF",
    "H": "DFT",
    "J": "DTUV",
}  # region: body systems of its organs


@rule(
    "PCS106",
    procedure_guideline("B2.1a"),
    severity=Severity.INFO,
    procedures=(_REGION, _ORGAN),
    needs=Needs.SEVERAL_PROCEDURES,
)
def region_beside_its_organ(claim: Claim, books: Books) -> Iterator[Hit]:
    """A general anatomical region is coded beside an organ in it, with the same root operation."""
    for region, organ in beside(claim, _REGION, _ORGAN):
        if region.value[2] == organ.value[2] and organ.value[1] in _ORGANS.get(region.value[3], ""):
            yield Hit(
                f"{region.value} names the region of {organ.value}, which is said",
                (region, organ),
                (Remove(region),),
                evidence=recorded(claim, region, organ),
            )
