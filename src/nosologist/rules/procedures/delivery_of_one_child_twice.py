"""PCS602."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import has
from nosologist.rules.procedure_codes import beside, definition, recorded
from nosologist.rules.rule import Hit, Needs, rule

_SPONTANEOUS, _EXTRACTION = re.compile("10E0"), re.compile("10D0[07]")
_SEVERAL = read_patterns("O30-O31, Z37.2-Z37.7")


@rule(
    "PCS602",
    definition("Delivery"),
    severity=Severity.WARN,
    procedures=(_SPONTANEOUS, _EXTRACTION),
    needs=Needs.SEVERAL_PROCEDURES,
)
def delivery_of_one_child_twice(claim: Claim, books: Books) -> Iterator[Hit]:
    """A spontaneous delivery is coded beside a cesarean or instrumental delivery of one child."""
    if not has(claim, _SEVERAL):
        for spontaneous, other in beside(claim, _SPONTANEOUS, _EXTRACTION):
            yield Hit(
                f"{spontaneous.value} beside {other.value}: one child is delivered once",
                (spontaneous, other),
                (Remove(spontaneous),),
                evidence=recorded(claim, spontaneous, other),
            )
