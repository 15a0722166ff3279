"""PCS217."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.procedure_codes import beside, definition, recorded, same_site
from nosologist.rules.rule import Hit, Needs, rule

_FIXATION, _FUSION = re.compile("0[RS]H..4"), re.compile("0[RS]G")


@rule(
    "PCS217",
    definition("Fusion"),
    severity=Severity.WARN,
    procedures=(_FIXATION, _FUSION),
    needs=Needs.SEVERAL_PROCEDURES,
)
def fixation_of_a_fusion(claim: Claim, books: Books) -> Iterator[Hit]:
    """The rods, plates and screws of a spinal fusion are coded apart."""
    for fixation, fusion in beside(claim, _FIXATION, _FUSION):
        if same_site(fixation, fusion):
            yield Hit(
                f"{fixation.value}: fixation of the joint that {fusion.value} fuses is part of the fusion",
                (fixation, fusion),
                (Remove(fixation),),
                evidence=recorded(claim, fixation, fusion),
            )
