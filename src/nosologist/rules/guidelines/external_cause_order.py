"""OG266."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import covered, read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_EXTERNAL = read_patterns("V00-Y38")
_ORDER = tuple(
    read_patterns(text) for text in ("Y07", "Y38", "X34-X39", "V00-V99", "W00-X33, X50-X83, X92-Y06, Y08-Y37")
)


def _rank(code: Code) -> int | None:
    """0 goes first."""
    return next((rank for rank, kind in enumerate(_ORDER) if covered(kind, code.value)), None)


@rule("OG266", guideline("I.C.20.f"), severity=Severity.WARN, concerns="V00-Y38")
def external_cause_order(claim: Claim, books: Books) -> Iterator[Hit]:
    """External causes do not stand in their order of priority."""
    external = among(claim, _EXTERNAL)
    causes = [(code, rank) for code in external if (rank := _rank(code)) is not None] if len(external) > 1 else []
    if causes and causes[0][1] > min(rank for _, rank in causes):
        first = min(causes, key=lambda one: one[1])[0]
        yield Hit(
            f"{first.dotted} goes before {causes[0][0].dotted}",
            (causes[0][0], first),
            (),
            (Reorder(first, causes[0][0]),),
        )
