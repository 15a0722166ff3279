"""CLM020."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import MOST, decimals

_CENTS = 2  # digits behind the point


@rule(
    "CLM020",
    Citation("Medicare Claims Processing Manual", "26 §10.4, item 24F"),
    severity=Severity.STOP,
    needs=Needs.LINES,
)
def charge_of_line(claim: Claim, books: Books) -> Iterator[Hit]:
    """A line has no charge, or none that can be."""
    stated = claim.form is not None or any(line.charge is not None for line in claim.lines)
    for number, line in enumerate(claim.lines, 1):
        if line.charge is None and stated:
            yield Hit(f"line {number} ({line.code.value}) has no charge", (line.code,), lines=(number,))
        elif line.charge is not None and line.charge < 0:
            yield Hit(f"line {number} ({line.code.value}) has a charge below zero", (line.code,), lines=(number,))
        elif line.charge is not None and (line.charge > MOST or decimals(line.charge) > _CENTS):
            said = f"line {number} ({line.code.value}) has a charge that no claim can state: {line.charge}"
            yield Hit(said, (line.code,), lines=(number,))
