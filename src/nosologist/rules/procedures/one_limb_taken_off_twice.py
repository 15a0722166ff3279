"""PCS228."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.finding import Remove, Severity
from nosologist.rules.procedure_codes import pairs_in_order, procedure_guideline, recorded
from nosologist.rules.rule import Hit, Needs, rule

_OFF = re.compile("0[XY]6")
_LEVELS = {  # from the trunk down, right and left in turn
    "X": ("01", "23", "89", "BC", "DF", "JK", "LMNPQRSTVW"),
    "Y": ("23", "78", "CD", "FG", "HJ", "MN", "PQRSTUVWXY"),
}


@rule(
    "PCS228", procedure_guideline("B3.19"), severity=Severity.WARN, procedures=(_OFF,), needs=Needs.SEVERAL_PROCEDURES
)
def one_limb_taken_off_twice(claim: Claim, books: Books) -> Iterator[Hit]:
    """A limb is coded as taken off at two levels on one day."""
    for first, second in pairs_in_order(claim, _OFF):
        high, low = sorted((first, second), key=lambda code: _height(code.value))
        if (
            high.value[1] == low.value[1]
            and _side(high) == _side(low) != ""
            and _height(high.value) < _height(low.value)
        ):
            yield Hit(
                f"{low.value} was taken off with {high.value}",
                (high, low),
                (Remove(low),),
                evidence=recorded(claim, high, low),
            )


def _height(value: str) -> int:
    return next((at for at, level in enumerate(_LEVELS[value[1]]) if value[3] in level), len(_LEVELS[value[1]]))


def _side(code: Code) -> str:
    """Right or left: the values of each level stand in pairs."""
    return next((str(level.index(code.value[3]) % 2) for level in _LEVELS[code.value[1]] if code.value[3] in level), "")
