"""CLM007."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule

_MOST = 4


@rule(
    "CLM007",
    Citation("Medicare Claims Processing Manual", "26 §10.4, item 24E"),
    severity=Severity.STOP,
    needs=Needs.LINES,
)
def pointers_of_line(claim: Claim, books: Books) -> Iterator[Hit]:
    """A line has more than four pointers, or one twice."""
    for number, line in enumerate(claim.lines, 1):
        if len(line.pointers) > _MOST:
            yield Hit(
                f"line {number} has {len(line.pointers)} pointers; at most {_MOST}", (line.code,), lines=(number,)
            )
        if len(set(line.pointers)) < len(line.pointers):
            yield Hit(f"line {number} points to a diagnosis twice", (line.code,), lines=(number,))
