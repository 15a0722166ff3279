"""The degree of a burn or corrosion (T20 to T25)."""

from __future__ import annotations

from nosologist.codesets.code_patterns import read_patterns
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.rules.among import among

_BURN = read_patterns("T20-T25")
_DEGREES = {"1": 1, "2": 2, "3": 3, "5": 1, "6": 2, "7": 3}  # 4th character: burns, then corrosions


def degree(code: Code) -> int:
    """1 to 3, or 0 where the code leaves it open."""
    return _DEGREES.get(code.value[3:4], 0)


def current_burns(claim: Claim) -> list[Code]:
    """The burns of a claim whose degree is stated, sequelae left aside."""
    return [code for code in among(claim, _BURN) if code.value[6:] != "S" and degree(code)]
