"""POA102."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.codesets.poa import poa_exempt
from nosologist.model.claim import Claim
from nosologist.model.finding import SetPoa, Severity
from nosologist.rules.rule import INPATIENT, Hit, guideline, rule

_STATED = frozenset("YNUW")


@rule("POA102", guideline("Appendix I"), severity=Severity.STOP, settings=INPATIENT)
def poa_of_exempt_code(claim: Claim, books: Books) -> Iterator[Hit]:
    """An exempt code has a present-on-admission indicator."""
    exempt = poa_exempt(books, claim.date)
    if exempt is None:
        return
    for diagnosis in claim.diagnoses:
        if diagnosis.poa in _STATED and diagnosis.code.value in exempt:
            yield Hit(
                f"{diagnosis.code.dotted} is exempt; its indicator is left empty",
                (diagnosis.code,),
                (),
                (SetPoa(diagnosis.code, None),),
            )
