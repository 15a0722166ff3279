"""OG208."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_WEEKS = read_patterns("Z3A")
_OBSTETRIC = read_patterns("O00-O92, O98-O9A")
_TRIMESTERS = ("first trimester", "second trimester", "third trimester")


@rule("OG208", guideline("I.C.15.a.3"), severity=Severity.STOP, concerns="Z3A", beside="O00-O92, O98-O9A")
def trimester_against_weeks(claim: Claim, books: Books) -> Iterator[Hit]:
    """The trimester of a code contradicts the weeks of gestation."""
    weeks = [
        int(code.value[3:])
        for code in among(claim, _WEEKS)
        if code.value[3:].isdecimal() and code.value not in ("Z3A00", "Z3A01", "Z3A49")
    ]
    if len(weeks) == 1:
        trimester = 1 if weeks[0] < 14 else 2 if weeks[0] < 28 else 3
        for code in among(claim, _OBSTETRIC):
            found = books.tabular.get(code.value)
            said = [place for place, word in enumerate(_TRIMESTERS, 1) if found and word in found.title.lower()]
            if said and trimester not in said:  # preterm labor in one and delivery in the next are one code
                yield Hit(
                    f"{code.dotted} says trimester {said[-1]}, {weeks[0]} weeks are trimester {trimester}",
                    (code,),
                    (Ask("How many weeks is the pregnancy?"),),
                )
