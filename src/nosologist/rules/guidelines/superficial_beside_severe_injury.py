"""OG241."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import covered, read_patterns
from nosologist.codesets.library import Books
from nosologist.codesets.sides import side_of
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.guidelines.injury_sites import same_site
from nosologist.rules.rule import Hit, guideline, rule

_SUPERFICIAL = read_patterns("S00, S10, S20, S30, S40, S50, S60, S70, S80, S90")
_INJURY = read_patterns("S00-S99")


def _same_place(superficial: Code, severe: Code, books: Books) -> bool:
    """True for one site of one side, as far as the titles say."""
    titles = [found.title for code in (superficial, severe) if (found := books.tabular.get(code.value))]
    sides = {side.side for title in titles if (side := side_of(title))}
    return len(titles) == 2 and len(sides) < 2 and same_site(titles[0], titles[1])


@rule(
    "OG241",
    guideline("I.C.19.b.1"),
    severity=Severity.WARN,
    concerns="S00, S10, S20, S30, S40, S50, S60, S70, S80, S90",
    beside="S01-S09, S11-S19, S21-S29, S31-S39, S41-S49, S51-S59, S61-S69, S71-S79, S81-S89, S91-S99",
)
def superficial_beside_severe_injury(claim: Claim, books: Books) -> Iterator[Hit]:
    """A superficial injury is coded beside a graver one of the same site."""
    for superficial, severe in pairs(claim, _SUPERFICIAL, _INJURY):
        if (
            severe.value[:2] == superficial.value[:2]
            and not covered(_SUPERFICIAL, severe.value)
            and _same_place(superficial, severe, books)
        ):
            yield Hit(
                f"{superficial.dotted} at the site of {severe.dotted}", (superficial, severe), (Remove(superficial),)
            )
            break
