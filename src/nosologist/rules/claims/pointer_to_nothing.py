"""CLM006."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule


@rule(
    "CLM006",
    Citation("Medicare Claims Processing Manual", "26 §10.4, item 24E"),
    severity=Severity.STOP,
    needs=Needs.LINES,
)
def pointer_to_nothing(claim: Claim, books: Books) -> Iterator[Hit]:
    """A pointer names a diagnosis that the claim does not have."""
    for number, line in enumerate(claim.lines, 1):
        lost = [str(pointer) for pointer in line.pointers if not 1 <= pointer <= len(claim.diagnoses)]
        if lost:
            yield Hit(
                f"line {number} points to diagnosis {', '.join(lost)}; the claim has {len(claim.diagnoses)}",
                (line.code,),
                lines=(number,),
            )
