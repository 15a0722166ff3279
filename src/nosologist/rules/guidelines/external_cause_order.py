"""OG266."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import covered, read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.among import among, has
from nosologist.rules.rule import Hit, guideline, rule

_EXTERNAL = read_patterns("V00-Y38")
_ORDER = tuple(
    read_patterns(text) for text in ("Y07", "Y38", "X34-X39", "V00-V99", "W00-X33, X50-X83, X92-Y06, Y08-Y37")
)
_ABUSE = read_patterns("T74, Y07")
_ASSAULT = read_patterns("X92-Y09")


def _rank(code: Code, abused: bool) -> int | None:
    """0 goes first: of confirmed abuse every code of assault, with the perpetrator before or behind (I.C.19.f)."""
    if abused and covered(_ASSAULT, code.value):
        return 0
    return next((rank for rank, kind in enumerate(_ORDER) if covered(kind, code.value)), None)


@rule("OG266", guideline("I.C.20.f"), severity=Severity.WARN, concerns="V00-Y38")
def external_cause_order(claim: Claim, books: Books) -> Iterator[Hit]:
    """External causes do not stand in their order of priority."""
    external = among(claim, _EXTERNAL)
    abused = has(claim, _ABUSE)
    ranked = [(code, _rank(code, abused)) for code in external] if len(external) > 1 else []
    causes = [(code, rank) for code, rank in ranked if rank is not None]
    if causes and causes[0][1] > min(rank for _, rank in causes):
        first = min(causes, key=lambda one: one[1])[0]
        yield Hit(
            f"{first.dotted} goes before {causes[0][0].dotted}",
            (causes[0][0], first),
            (),
            (Reorder(first, causes[0][0]),),
        )
