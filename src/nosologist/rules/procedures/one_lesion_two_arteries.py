"""PCS304."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.procedure_codes import beside, procedure_guideline, recorded
from nosologist.rules.rule import Hit, Needs, rule

# From the heart on, of each side: common iliac, external iliac, femoral, popliteal artery.
_WAYS_DOWN = ("CHKM", "DJLN")
_ARTERY = re.compile("04[7CV][CDHJKLMN]")


@rule(
    "PCS304",
    procedure_guideline("B4.1c"),
    severity=Severity.INFO,
    procedures=(_ARTERY,),
    needs=Needs.SEVERAL_PROCEDURES,
)
def one_lesion_two_arteries(claim: Claim, books: Books) -> Iterator[Hit]:
    """Neighbouring arteries of one side have the same procedure: is it one lesion?"""
    for near, far in beside(claim, _ARTERY, _ARTERY):
        if near.value[2] == far.value[2] and near.value[4:] == far.value[4:] and _follows(near.value[3], far.value[3]):
            yield Hit(
                f"{near.value} and {far.value}: one lesion that runs from one into the other is {near.value}, nearest to the heart",
                (near, far),
                (Remove(far),),
                evidence=recorded(claim, near, far),
            )


def _follows(near: str, far: str) -> bool:
    """True where the second artery is the next one down from the first."""
    return any(f"{near}{far}" in way for way in _WAYS_DOWN)
