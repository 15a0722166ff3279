"""OG265."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_INJURY = read_patterns("S00-T88")
_EXTERNAL = read_patterns("V00-Y38")
_EPISODES = {"A": "A", "B": "A", "C": "A", "S": "S"}  # all others are subsequent


@rule("OG265", guideline("I.C.20.a.2"), severity=Severity.WARN, concerns="V00-Y38", beside="S00-T88")
def external_cause_episode(claim: Claim, books: Books) -> Iterator[Hit]:
    """The 7th character of the external cause does not match that of the injury."""
    episodes = {_EPISODES.get(code.value[6], "D") for code in among(claim, _INJURY) if len(code.value) == 7}
    for cause in among(claim, _EXTERNAL) if episodes else ():
        if len(cause.value) == 7 and cause.value[6] in "ADS" and cause.value[6] not in episodes:
            yield Hit(f"{cause.dotted}: no injury on the claim has this 7th character's meaning", (cause,))
