"""OG311."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import covered, read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Remove, Severity
from nosologist.model.mention import Certainty, Polarity
from nosologist.rules.documentation.record import only_as
from nosologist.rules.rule import Hit, Needs, guideline, rule

_CONFIRMED_ONLY = read_patterns("B20, Z21, A92.5, U07.1, J09-J10")


@rule(
    "OG311",
    guideline("I.C.1.a.1"),
    guideline("I.C.1.f.1"),
    guideline("I.C.1.g.1.a"),
    guideline("I.C.10.c"),
    severity=Severity.STOP,
    concerns="B20, Z21, A92.5, U07.1, J09-J10",
    needs=Needs.RECORD,
)
def confirmed_cases_only(claim: Claim, books: Books) -> Iterator[Hit]:
    """An infection that is coded only when confirmed rests on an uncertain statement."""
    for code, entry, said in only_as(claim):
        if (
            covered(_CONFIRMED_ONLY, code.value)
            and said.certainty is Certainty.UNCERTAIN
            and said.polarity is Polarity.AFFIRMED
        ):
            yield Hit(
                f"{code.dotted} is coded only when the provider confirms it",
                (code,),
                (Remove(code), Ask("Is the infection confirmed?")),
                evidence=(entry.span,),
            )
