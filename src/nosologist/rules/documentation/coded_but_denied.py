"""DOC102."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.model.mention import Polarity
from nosologist.rules.documentation.record import only_as
from nosologist.rules.rule import Hit, Needs, guideline, rule


@rule("DOC102", guideline("I.A.19"), severity=Severity.STOP, needs=Needs.RECORD)
def coded_but_denied(claim: Claim, books: Books) -> Iterator[Hit]:
    """A code is reported for a condition that the record denies."""
    for code, entry, said in only_as(claim):
        if said.polarity is Polarity.NEGATED:
            yield Hit(
                f"{code.dotted}: the record says that it is not there", (code,), (Remove(code),), evidence=(entry.span,)
            )
