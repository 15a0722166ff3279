"""PCS303."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.finding import Remove, Replace, Severity
from nosologist.rules.procedure_codes import pairs_in_order, procedure_guideline, recorded, with_character
from nosologist.rules.rule import Hit, Needs, rule

_CORONARY = re.compile("02[7C][0-3]")
_MOST = 4  # arteries: the last value is four or more


@rule(
    "PCS303",
    procedure_guideline("B4.4"),
    severity=Severity.WARN,
    procedures=(_CORONARY,),
    needs=Needs.SEVERAL_PROCEDURES,
)
def coronary_arteries_apart(claim: Claim, books: Books) -> Iterator[Hit]:
    """Coronary arteries that were treated alike are coded apart."""
    for first, second in pairs_in_order(claim, _CORONARY):
        if first.value[:3] == second.value[:3] and first.value[4:] == second.value[4:]:
            together = min(_number(first) + _number(second), _MOST)
            both = with_character(first, 4, str(together - 1))
            yield Hit(
                f"{first.value} and {second.value}: {together} arteries with the same device are {both.value}",
                (first, second),
                (Replace(first, (both,)), Remove(second)),
                evidence=recorded(claim, first, second),
            )


def _number(code: Code) -> int:
    return int(code.value[3]) + 1
