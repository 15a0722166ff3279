"""CLM121."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule

_NEW = (("99202", "99205"), ("99341", "99345"), ("99381", "99387"), ("92002", "92004"))


@rule("CLM121", Citation("Medicare Claims Processing Manual", "12 §30.6.7"), severity=Severity.STOP, needs=Needs.LINES)
def new_patient_seen_before(claim: Claim, books: Books) -> Iterator[Hit]:
    """A code for new patients stands on the claim of an established one."""
    if claim.form and claim.form.established:
        for number, line in enumerate(claim.lines, 1):
            if any(first <= line.code.value <= last for first, last in _NEW):
                yield Hit(
                    f"line {number}: {line.code.value} is for new patients; this one was seen within three years",
                    (line.code,),
                    lines=(number,),
                )
