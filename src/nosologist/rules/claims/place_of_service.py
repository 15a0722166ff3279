"""CLM013."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import is_institutional

_PLACES = frozenset(
    f"{number:02}"
    for span in ((1, 27), (31, 34), (41, 42), (49, 58), (60, 62), (65, 66), (71, 72), (81, 81), (99, 99))
    for number in range(span[0], span[1] + 1)
)


@rule("CLM013", Citation("Medicare Claims Processing Manual", "26 §10.5"), severity=Severity.STOP, needs=Needs.LINES)
def place_of_service(claim: Claim, books: Books) -> Iterator[Hit]:
    """A line's place of service is missing or does not exist."""
    stated = (claim.form is not None and not is_institutional(claim)) or any(line.place for line in claim.lines)
    for number, line in enumerate(claim.lines, 1):
        if line.place is None:
            if stated:
                yield Hit(f"line {number} ({line.code.value}) has no place of service", (line.code,), lines=(number,))
        elif line.place not in _PLACES:
            yield Hit(f"line {number}: there is no place of service {line.place[:5]}", (line.code,), lines=(number,))
