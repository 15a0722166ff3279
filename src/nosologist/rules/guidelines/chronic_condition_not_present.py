"""POA106."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.chronic import CHRONIC
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import SetPoa, Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, guideline, rule


@rule("POA106", guideline("Appendix I"), severity=Severity.WARN, settings=INPATIENT, needs=Needs.DOUBTFUL_POA)
def chronic_condition_not_present(claim: Claim, books: Books) -> Iterator[Hit]:
    """A chronic condition is said not to have been present on admission."""
    for diagnosis in claim.diagnoses:
        if diagnosis.poa == "N" and (CHRONIC[diagnosis.code.value] or diagnosis.code.value[0] == "Q"):
            yield Hit(f"{diagnosis.code.dotted} is chronic", (diagnosis.code,), (SetPoa(diagnosis.code, "Y"),))
