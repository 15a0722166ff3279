"""CLM014."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule

_BELONGS = (
    ("99281", "99285", frozenset({"23"})),
    ("99304", "99316", frozenset({"31", "32", "54", "56", "61"})),
    ("99221", "99239", frozenset({"02", "10", "19", "21", "22", "23", "25", "26", "51", "52", "55", "61"})),
)


@rule("CLM014", Citation("Medicare Claims Processing Manual", "12 §30.6"), severity=Severity.WARN, needs=Needs.LINES)
def place_and_visit(claim: Claim, books: Books) -> Iterator[Hit]:
    """A visit code does not belong to the place of service."""
    for number, line in enumerate(claim.lines, 1):
        for first, last, places in _BELONGS if line.place else ():
            if first <= line.code.value <= last and line.place not in places:
                yield Hit(
                    f"line {number}: {line.code.value} is not done at place {line.place} (done at {', '.join(sorted(places))})",
                    (line.code,),
                    lines=(number,),
                )
