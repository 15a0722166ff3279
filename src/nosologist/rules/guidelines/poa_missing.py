"""POA101."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.codesets.poa import poa_exempt
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Severity
from nosologist.rules.rule import INPATIENT, Hit, guideline, rule


@rule("POA101", guideline("Appendix I"), severity=Severity.STOP, settings=INPATIENT)
def poa_missing(claim: Claim, books: Books) -> Iterator[Hit]:
    """A diagnosis of a stay has no present-on-admission indicator."""
    exempt = poa_exempt(books, claim.date)
    if exempt is None or not any(one.poa for one in claim.diagnoses):
        return
    for diagnosis in claim.diagnoses:
        if diagnosis.poa is None and diagnosis.code.value not in exempt:
            yield Hit(
                f"{diagnosis.code.dotted}: present on admission is not stated",
                (diagnosis.code,),
                (Ask("Was it present when the patient was admitted?"),),
            )
