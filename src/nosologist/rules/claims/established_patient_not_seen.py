"""CLM122."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule

_ESTABLISHED = (("99211", "99215"), ("99347", "99350"), ("99391", "99397"), ("92012", "92014"))


@rule("CLM122", Citation("Medicare Claims Processing Manual", "12 §30.6.7"), severity=Severity.WARN, needs=Needs.LINES)
def established_patient_not_seen(claim: Claim, books: Books) -> Iterator[Hit]:
    """A code for established patients stands on the claim of a new one."""
    if claim.form and claim.form.established is False:
        for number, line in enumerate(claim.lines, 1):
            if any(first <= line.code.value <= last for first, last in _ESTABLISHED):
                yield Hit(
                    f"line {number}: {line.code.value} is for established patients; this one is new",
                    (line.code,),
                    lines=(number,),
                )
