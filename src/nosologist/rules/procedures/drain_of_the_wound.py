"""PCS502."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.procedure_codes import beside, procedure_guideline, recorded
from nosologist.rules.rule import Hit, Needs, rule

_DRAIN, _MAIN = re.compile("0W9[89BCFGHJ].0"), re.compile("0.[1BQRTY].[04]")
_WITHIN = {"8": "B", "9": "B", "B": "B", "C": "2B", "F": "DFTU", "G": "DFTU", "H": "T", "J": "TUV"}


@rule(
    "PCS502",
    procedure_guideline("B6.1b"),
    severity=Severity.WARN,
    procedures=(_DRAIN, _MAIN),
    needs=Needs.SEVERAL_PROCEDURES,
)
def drain_of_the_wound(claim: Claim, books: Books) -> Iterator[Hit]:
    """The drain of an operation is coded as a procedure of its own."""
    for drain, main in beside(claim, _DRAIN, _MAIN):
        if main.value[1] in _WITHIN.get(drain.value[3], ""):
            yield Hit(
                f"{drain.value}: a drain that is left at the end of {main.value} is part of it",
                (drain, main),
                (Remove(drain),),
                evidence=recorded(claim, drain, main),
            )
