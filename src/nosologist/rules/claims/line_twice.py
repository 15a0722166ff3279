"""CLM021."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import SEPARATE

_AGAIN = SEPARATE | {"76", "77", "91"}


@rule(
    "CLM021", Citation("Medicare Claims Processing Manual", "1 §120"), severity=Severity.WARN, needs=Needs.SEVERAL_LINES
)
def line_twice(claim: Claim, books: Books) -> Iterator[Hit]:
    """Two lines of one day are the same."""
    seen: dict[object, int] = {}
    for number, line in enumerate(claim.lines, 1):
        key = (line.code, frozenset(line.modifiers), line.date or claim.date)
        earlier = seen.setdefault(key, number)
        if earlier != number and not _AGAIN.intersection(line.modifiers):
            yield Hit(
                f"line {number} repeats line {earlier} ({line.code.value})", (line.code,), lines=(earlier, number)
            )
