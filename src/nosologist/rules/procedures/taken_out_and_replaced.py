"""PCS227."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.procedure_codes import beside, procedure_guideline, recorded
from nosologist.rules.rule import Hit, Needs, rule

_TAKEN, _REPLACED = re.compile("0[RS][BT]...Z|02[BT][FGHJ]|08[DTB][JK]"), re.compile("0[RS]R|02R[FGHJ]|08R[JK]")
# A surface of a joint, and the joint.
_SURFACES = {"SA": "9", "SR": "9", "SE": "B", "SS": "B", "ST": "C", "SV": "C", "SU": "D", "SW": "D"}


@rule(
    "PCS227",
    procedure_guideline("B3.18"),
    severity=Severity.WARN,
    procedures=(_TAKEN, _REPLACED),
    needs=Needs.SEVERAL_PROCEDURES,
)
def taken_out_and_replaced(claim: Claim, books: Books) -> Iterator[Hit]:
    """A joint, valve or lens is coded as taken out beside its replacement."""
    for taken, replaced in beside(claim, _TAKEN, _REPLACED):
        if taken.value[:2] == replaced.value[:2] and _joint(taken.value) == _joint(replaced.value):
            yield Hit(
                f"{taken.value} prepares {replaced.value} and is part of it",
                (taken, replaced),
                (Remove(taken),),
                evidence=recorded(claim, taken, replaced),
            )


def _joint(value: str) -> str:
    """The joint, whatever surface of it a replacement is of."""
    return _SURFACES.get(value[1:4:2], value[3])
