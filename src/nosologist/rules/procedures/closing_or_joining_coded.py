"""PCS201."""

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

_CLOSING, _INSIDE = re.compile("0WQF0"), re.compile("0[DFTU][BT].0|07[BT]P0")
_JOINING, _TAKEN = re.compile("0D1[89A-N].[^Z]?.[^4]$"), re.compile("0D[BT][89A-N]")
_PART = re.compile("0WQF0|0D1")  # of either
_HERNIA = read_patterns("K40-K43, K45-K46")


@rule(
    "PCS201", procedure_guideline("B3.1b"), severity=Severity.WARN, procedures=(_PART,), needs=Needs.SEVERAL_PROCEDURES
)
def closing_or_joining_coded(claim: Claim, books: Books) -> Iterator[Hit]:
    """The closing of the operative site, or the joining of ends after a resection, is coded apart."""
    closing = () if has(claim, _HERNIA) else beside(claim, _CLOSING, _INSIDE)
    for part, main in (*closing, *beside(claim, _JOINING, _TAKEN)):
        yield Hit(
            f"{part.value} is a step of {main.value}",
            (part, main),
            (Remove(part),),
            evidence=recorded(claim, part, main),
        )
