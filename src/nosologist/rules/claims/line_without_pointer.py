"""CLM005."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim, ClaimKind
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
    stated = any(line.pointers for line in claim.lines)
    if not stated and (claim.form is None or claim.kind is ClaimKind.INSTITUTIONAL):
        return  # pointers are not part of what was given; an institution's claim has none
    for number, line in enumerate(claim.lines, 1):
        if not line.pointers:
            yield Hit(f"line {number} ({line.code.value}) points to no diagnosis", (line.code,), lines=(number,))
