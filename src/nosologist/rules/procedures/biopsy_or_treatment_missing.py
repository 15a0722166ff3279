"""PCS208."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Add, Severity
from nosologist.rules.procedure_codes import procedure_guideline, same_site
from nosologist.rules.rule import Hit, Needs, rule

_BIOPSY, _DEFINITIVE = re.compile("0.[9BD]...X"), re.compile("0.[5BT]...Z")


@rule("PCS208", procedure_guideline("B3.4b"), severity=Severity.WARN, needs=Needs.RECORD)
def biopsy_or_treatment_missing(claim: Claim, books: Books) -> Iterator[Hit]:
    """The record tells of a biopsy and a treatment of the same site, and only one is coded."""
    record = claim.record.procedures if claim.record else ()
    claimed = {one.code for one in claim.procedures}
    for biopsy in record:
        if biopsy.code and _BIOPSY.match(biopsy.pattern):
            for other in record:
                if other.code and _DEFINITIVE.match(other.pattern) and same_site(biopsy.code, other.code):
                    left = [code for code in (biopsy.code, other.code) if code not in claimed]
                    if len(left) == 1:
                        yield Hit(
                            f"{left[0].value} is missing: biopsy and treatment of one site are both coded",
                            (biopsy.code, other.code),
                            (Add((left[0],)),),
                            evidence=(*biopsy.evidence, *other.evidence),
                        )
