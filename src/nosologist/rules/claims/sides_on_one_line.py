"""CLM112."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule


@rule("CLM112", Citation("NCCI Policy Manual", "I.E"), severity=Severity.STOP, needs=Needs.MODIFIERS)
def sides_on_one_line(claim: Claim, books: Books) -> Iterator[Hit]:
    """A line names a side and both sides at once."""
    for number, line in enumerate(claim.lines, 1):
        named = [modifier for modifier in ("50", "LT", "RT") if modifier in line.modifiers]
        if len(named) > 1:
            yield Hit(f"line {number}: {' and '.join(named)} on one line", (line.code,), lines=(number,))
