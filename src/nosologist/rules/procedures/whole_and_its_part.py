"""PCS213."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.procedure_codes import beside, procedure_guideline, recorded
from nosologist.rules.rule import Hit, Needs, rule

_RESECTION, _TAKEN = re.compile("0.T"), re.compile("0.[BT]...[^X]")
_PARTS = {  # body system and body part: the body parts that it includes
    "DE": "FGHKLMN", "DF": "CHK", "DG": "M", "D6": "7", "D8": "9AB", "D5": "123", "F0": "12",
    "BK": "CDF", "BL": "GHJ", "BM": "CDFGHJKL",
    "GK": "GHJ", "G4": "23", "U2": "01", "U7": "56", "VC": "9B", "VL": "JK",
}  # fmt: skip


@rule(
    "PCS213",
    procedure_guideline("B3.8"),
    severity=Severity.WARN,
    procedures=(_RESECTION, _TAKEN),
    needs=Needs.SEVERAL_PROCEDURES,
)
def whole_and_its_part(claim: Claim, books: Books) -> Iterator[Hit]:
    """A body part and a part of it are both coded as taken out."""
    for large, small in beside(claim, _RESECTION, _TAKEN):
        if large.value[1] == small.value[1] and small.value[3] in _PARTS.get(large.value[1:4:2], ""):
            yield Hit(
                f"{small.value} is part of {large.value}",
                (large, small),
                (Remove(small),),
                evidence=recorded(claim, large, small),
            )
