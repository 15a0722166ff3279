"""PCS604."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import has
from nosologist.rules.procedure_codes import beside, procedure_guideline, recorded
from nosologist.rules.rule import Hit, Needs, rule

_CLOSING, _EPISIOTOMY = re.compile("0WQN|0KQM|0HQ9"), re.compile("0W8N")
_TORN = read_patterns("O70-O71")


@rule(
    "PCS604",
    procedure_guideline("B3.1b"),
    severity=Severity.WARN,
    procedures=(_CLOSING, _EPISIOTOMY),
    needs=Needs.SEVERAL_PROCEDURES,
)
def episiotomy_closed(claim: Claim, books: Books) -> Iterator[Hit]:
    """The closing of an episiotomy is coded beside it."""
    for closing, cut in beside(claim, _CLOSING, _EPISIOTOMY):
        if not has(claim, _TORN):
            yield Hit(
                f"{closing.value} closes {cut.value}",
                (closing, cut),
                (Remove(closing),),
                evidence=recorded(claim, closing, cut),
            )
