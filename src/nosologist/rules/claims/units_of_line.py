"""CLM009."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import MOST, decimals

_DECIMALS = 3  # of units in an 837 (2400 SV104)


@rule(
    "CLM009",
    Citation("Medicare Claims Processing Manual", "26 §10.4, item 24G"),
    severity=Severity.STOP,
    needs=Needs.LINES,
)
def units_of_line(claim: Claim, books: Books) -> Iterator[Hit]:
    """A line has no units, or none that can be."""
    stated = claim.form is not None or any(line.units is not None for line in claim.lines)
    for number, line in enumerate(claim.lines, 1):
        if line.units is None and stated:
            yield Hit(f"line {number} ({line.code.value}) has no units", (line.code,), lines=(number,))
        elif line.units is not None and not (0 < line.units <= MOST and decimals(line.units) <= _DECIMALS):
            yield Hit(f"line {number} ({line.code.value}) has {line.units} units", (line.code,), lines=(number,))
