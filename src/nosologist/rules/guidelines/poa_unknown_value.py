"""POA103."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, guideline, rule

_KNOWN = frozenset(("Y", "N", "U", "W", "1"))


@rule("POA103", guideline("Appendix I"), severity=Severity.STOP, settings=INPATIENT, needs=Needs.DOUBTFUL_POA)
def poa_unknown_value(claim: Claim, books: Books) -> Iterator[Hit]:
    """A present-on-admission indicator is none of Y, N, U, W, 1."""
    for diagnosis in claim.diagnoses:
        if diagnosis.poa is not None and diagnosis.poa not in _KNOWN:
            yield Hit(f"{diagnosis.code.dotted}: {diagnosis.poa!r} is no indicator", (diagnosis.code,))
