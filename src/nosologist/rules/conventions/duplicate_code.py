"""CM111."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.rule import Hit, Needs, guideline, rule


@rule("CM111", guideline("I.B.12"), severity=Severity.STOP, needs=Needs.REPEATED_DIAGNOSES)
def duplicate_code(claim: Claim, books: Books) -> Iterator[Hit]:
    """The same diagnosis code is reported more than once."""
    for code, times in Counter(one.code for one in claim.diagnoses).items():
        if times > 1:
            yield Hit(f"{code.dotted} is reported {times} times", (code,), (), (Remove(code),))
