"""CLM005."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule


@rule(
    "CLM005",
    Citation("Medicare Claims Processing Manual", "26 §10.4, item 24E"),
    severity=Severity.STOP,
    needs=Needs.LINES,
)
def line_without_pointer(claim: Claim, books: Books) -> Iterator[Hit]:
    """A service line points to no diagnosis."""
    if claim.form is None and not any(line.pointers for line in claim.lines):
        return  # pointers are not part of what was given
    for number, line in enumerate(claim.lines, 1):
        if not line.pointers:
            yield Hit(f"line {number} ({line.code.value}) points to no diagnosis", (line.code,), lines=(number,))
