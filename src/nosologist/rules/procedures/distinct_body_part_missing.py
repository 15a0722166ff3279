"""PCS230."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Add, Severity
from nosologist.rules.procedure_codes import procedure_guideline, recorded
from nosologist.rules.rule import Hit, Needs, rule


@rule("PCS230", procedure_guideline("B3.2b"), severity=Severity.WARN, needs=Needs.RECORD)
def distinct_body_part_missing(claim: Claim, books: Books) -> Iterator[Hit]:
    """The record names several body parts that one value includes, and the code stands fewer times."""
    claimed = Counter(one.code for one in claim.procedures)
    told = Counter(one.code for one in claim.record.procedures if one.code) if claim.record else Counter()
    for code, times in told.items():
        if 0 < claimed[code] < times:
            yield Hit(
                f"{code.value} stands {claimed[code]} times; the record tells of {times} body parts or times",
                (code,),
                (Add((code,)),),
                evidence=recorded(claim, code),
            )
