"""PCS304."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.procedure_codes import beside, procedure_guideline, recorded
from nosologist.rules.rule import Hit, Needs, rule

_FEMORAL, _POPLITEAL = re.compile("04[7CV][KL]"), re.compile("04[7CV][MN]")
_NEXT = {"K": "M", "L": "N"}  # femoral: popliteal of the same side


@rule(
    "PCS304",
    procedure_guideline("B4.1c"),
    severity=Severity.INFO,
    procedures=(_FEMORAL, _POPLITEAL),
    needs=Needs.SEVERAL_PROCEDURES,
)
def one_lesion_two_arteries(claim: Claim, books: Books) -> Iterator[Hit]:
    """Neighbouring arteries of one side have the same procedure: is it one lesion?"""
    for near, far in beside(claim, _FEMORAL, _POPLITEAL):
        if near.value[2] == far.value[2] and near.value[4:] == far.value[4:] and _NEXT[near.value[3]] == far.value[3]:
            yield Hit(
                f"{near.value} and {far.value}: one lesion that runs from one into the other is coded to the farthest",
                (near, far),
                evidence=recorded(claim, near, far),
            )
