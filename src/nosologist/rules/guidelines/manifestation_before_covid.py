"""OG131."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.among import among, is_first
from nosologist.rules.rule import Hit, guideline, rule

_COVID = read_patterns("U07.1")
_RESPIRATORY = read_patterns("J12.82, J80, J96.0, J20.8, J22, J40, J98.8")


@rule("OG131", guideline("I.C.1.g.1.b"), guideline("I.C.1.g.1.c"), severity=Severity.WARN, concerns="U07.1")
def manifestation_before_covid(claim: Claim, books: Books) -> Iterator[Hit]:
    """A respiratory manifestation of COVID-19 stands before the infection."""
    first = is_first(claim, _RESPIRATORY)
    covid = among(claim, _COVID)
    if first and covid:
        yield Hit(
            f"{covid[0].dotted} goes before {first.dotted} where COVID-19 is its cause",
            (first, covid[0]),
            (Reorder(covid[0], first),),
        )
