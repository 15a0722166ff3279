"""POA104."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, SetPoa, Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, guideline, rule


@rule(
    "POA104",
    guideline("Appendix I"),
    guideline("II"),
    severity=Severity.WARN,
    settings=INPATIENT,
    needs=Needs.DOUBTFUL_POA,
)
def principal_not_present(claim: Claim, books: Books) -> Iterator[Hit]:
    """The principal diagnosis was not present on admission."""
    first = claim.first
    if first and first.poa == "N" and first.code.value[:1] not in "OP":
        yield Hit(
            f"{first.code.dotted} is principal and was not present on admission",
            (first.code,),
            (SetPoa(first.code, "Y"), Ask("What occasioned the admission?")),
        )
