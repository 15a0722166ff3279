"""PCS210."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.finding import Remove, Replace, Severity
from nosologist.rules.procedure_codes import pairs_in_order, procedure_guideline, recorded, same_manner, with_character
from nosologist.rules.rule import Hit, Needs, rule

_BYPASS = re.compile("021[0-3]")
_MOST = 4  # arteries: the last value is four or more


@rule(
    "PCS210",
    procedure_guideline("B3.6c"),
    severity=Severity.WARN,
    procedures=(_BYPASS,),
    needs=Needs.SEVERAL_PROCEDURES,
)
def coronary_bypass_split(claim: Claim, books: Books) -> Iterator[Hit]:
    """Coronary bypasses with the same conduit and source are coded apart."""
    for first, second in pairs_in_order(claim, _BYPASS):
        if first.value[4] == second.value[4] and same_manner(first, second):
            together = min(_number(first) + _number(second), _MOST)
            whole_code = with_character(first, 4, str(together - 1))
            yield Hit(
                f"{first.value} and {second.value}: the same conduit and source, {together} arteries: {whole_code.value}",
                (first, second),
                (Replace(first, (whole_code,)), Remove(second)),
                evidence=recorded(claim, first, second),
            )


def _number(code: Code) -> int:
    return int(code.value[3]) + 1
