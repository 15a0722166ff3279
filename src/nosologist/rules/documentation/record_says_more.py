"""DOC105."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Replace, Severity
from nosologist.rules.documentation.record import compared, says_more
from nosologist.rules.rule import Hit, Needs, guideline, rule


@rule("DOC105", guideline("I.B.2"), severity=Severity.WARN, needs=Needs.RECORD)
def record_says_more(claim: Claim, books: Books) -> Iterator[Hit]:
    """The record supports a more specific code of the same category."""
    found = compared(claim)
    if found:
        record, codes = found
        for code in codes:
            better = [
                one.code
                for one in record.assignments
                if one.code.category == code.category and one.code.value not in claim.values
            ]
            if better and (how := says_more(code, better, books)):
                yield Hit(
                    f"{code.dotted} {how}; the record leads to {better[0].dotted}",
                    (code, better[0]),
                    (Replace(code, tuple(better)),),
                )
