"""CLM017."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import NOTICE


@rule("CLM017", Citation("Medicare Claims Processing Manual", "30 §50"), severity=Severity.STOP, needs=Needs.MODIFIERS)
def notice_modifiers_contradict(claim: Claim, books: Books) -> Iterator[Hit]:
    """The modifiers for a notice of noncoverage contradict each other."""
    for number, line in enumerate(claim.lines, 1):
        notices = NOTICE.intersection(line.modifiers)
        if len(notices) > 1 and notices != {"GX", "GY"}:
            yield Hit(
                f"line {number}: {' and '.join(sorted(notices))} cannot both be true", (line.code,), lines=(number,)
            )
