"""DOC104."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Remove, Severity
from nosologist.rules.documentation.record import compared
from nosologist.rules.rule import Hit, Needs, guideline, rule


@rule("DOC104", guideline("I.A.19"), severity=Severity.WARN, needs=Needs.RECORD)
def not_in_the_record(claim: Claim, books: Books) -> Iterator[Hit]:
    """A code is reported that nothing in the record leads to."""
    found = compared(claim)
    if found:
        record, codes = found
        named = {one.category for entry in record.not_coded for one in entry.candidates}
        named |= {assignment.code.category for assignment in record.assignments}
        for code in codes:
            if code.category not in named and code.value[:1] not in "VWXYZ":
                yield Hit(
                    f"{code.dotted}: no statement of the record was found that leads to it",
                    (code,),
                    (Remove(code), Ask("Where does the record state it?")),
                )
