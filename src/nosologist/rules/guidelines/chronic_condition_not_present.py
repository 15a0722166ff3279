"""POA106."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import covered, read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import SetPoa, Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, guideline, rule

_CHRONIC = read_patterns(
    "C00-C96, D50.9, D57.1, E03.9, E10.9, E11.9, E11.22, E11.40-E11.49, E66, E78, F01-F03, F20, G20, G30, "
    "G35, I10, I12, I25.10, I25.2, I50.22, I50.32, I50.42, J43, J44.9, J45.20, J45.30, J45.40, J45.50, "
    "J96.1, K50.90, K51.90, K70.3, K74, M05-M06, M15-M19, M80-M81, N18, N40, Q00-Q99"
)


@rule("POA106", guideline("Appendix I"), severity=Severity.WARN, settings=INPATIENT, needs=Needs.DOUBTFUL_POA)
def chronic_condition_not_present(claim: Claim, books: Books) -> Iterator[Hit]:
    """A chronic condition is said not to have been present on admission."""
    for diagnosis in claim.diagnoses:
        if diagnosis.poa == "N" and covered(_CHRONIC, diagnosis.code.value):
            yield Hit(f"{diagnosis.code.dotted} is chronic", (diagnosis.code,), (SetPoa(diagnosis.code, "Y"),))
