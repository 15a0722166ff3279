"""POA105."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, guideline, rule


@rule("POA105", guideline("Appendix I"), severity=Severity.WARN, settings=INPATIENT, needs=Needs.DOUBTFUL_POA)
def poa_not_documented(claim: Claim, books: Books) -> Iterator[Hit]:
    """Present on admission is given as not documented."""
    for diagnosis in claim.diagnoses:
        if diagnosis.poa == "U":
            yield Hit(
                f"{diagnosis.code.dotted}: the record does not say whether it was present",
                (diagnosis.code,),
                (Ask("Was it present when the patient was admitted?"),),
            )
