"""PCS215."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.procedure_codes import pairs_in_order, procedure_guideline, recorded
from nosologist.rules.rule import Hit, Needs, rule

_SPINE = re.compile("0[RS]G")
_LEVELS = {
    "R1": "cervical",
    "R2": "cervical",
    "R6": "thoracic",
    "R7": "thoracic",
    "R8": "thoracic",
    "S0": "lumbar",
    "S1": "lumbar",
}


@rule(
    "PCS215",
    procedure_guideline("B3.10a"),
    severity=Severity.WARN,
    procedures=(_SPINE,),
    needs=Needs.SEVERAL_PROCEDURES,
)
def fusion_levels_split(claim: Claim, books: Books) -> Iterator[Hit]:
    """Joints of one spinal level that were fused alike are coded apart."""
    for first, second in pairs_in_order(claim, _SPINE):
        level = _LEVELS.get(first.value[1:4:2])
        if level and level == _LEVELS.get(second.value[1:4:2]) and first.value[4:] == second.value[4:]:
            yield Hit(
                f"{first.value} and {second.value}: joints of the {level} level with the same device and qualifier are one code",
                (first, second),
                evidence=recorded(claim, first, second),
            )
