"""PCS212."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.procedure_codes import beside, procedure_guideline, recorded
from nosologist.rules.rule import Hit, Needs, rule

_CONTROL, _DEFINITIVE = re.compile("0[WXY]3"), re.compile("0.[16BDRST]")
_REGIONS = {"WP": "D", "WQ": "B", "WR": "TUV", "WG": "DF4", "WH": "T4", "WJ": "TUV", "W9": "B", "WB": "B", "WC": "2B"}


@rule(
    "PCS212",
    procedure_guideline("B3.7"),
    severity=Severity.WARN,
    procedures=(_CONTROL, _DEFINITIVE),
    needs=Needs.SEVERAL_PROCEDURES,
)
def control_beside_definitive(claim: Claim, books: Books) -> Iterator[Hit]:
    """Control of a bleeding is coded beside a more definitive operation of the same region."""
    for control, main in beside(claim, _CONTROL, _DEFINITIVE):
        if main.value[1] in _REGIONS.get(control.value[1:4:2], ""):
            yield Hit(
                f"{control.value}: where {main.value} was needed to stop the bleeding, it is coded instead",
                (control, main),
                (Remove(control),),
                evidence=recorded(claim, control, main),
            )
