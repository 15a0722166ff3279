"""DOC103."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.model.mention import Experiencer
from nosologist.rules.documentation.record import only_as
from nosologist.rules.rule import Hit, Needs, guideline, rule


@rule("DOC103", guideline("I.C.21.c.4"), severity=Severity.STOP, needs=Needs.RECORD)
def coded_from_family(claim: Claim, books: Books) -> Iterator[Hit]:
    """A code is reported for a condition of a relative."""
    for code, entry, said in only_as(claim):
        if said.experiencer is not Experiencer.PATIENT:
            yield Hit(
                f"{code.dotted}: the record names it of a relative", (code,), (Remove(code),), evidence=(entry.span,)
            )
