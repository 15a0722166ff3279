"""PCS224."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.procedure_codes import beside, procedure_guideline, recorded
from nosologist.rules.rule import Hit, Needs, rule

_CAST, _REDUCTION = re.compile("2W3[89A-HJ-NP-V]"), re.compile("0[PQ]S")
_UPPER = "89ABCDEFGHJK"  # body regions of the upper limb


@rule(
    "PCS224",
    procedure_guideline("B3.15"),
    severity=Severity.WARN,
    procedures=(_CAST, _REDUCTION),
    needs=Needs.SEVERAL_PROCEDURES,
)
def cast_of_a_reduction(claim: Claim, books: Books) -> Iterator[Hit]:
    """A cast or splint is coded beside the reduction of the same limb."""
    for cast, reduction in beside(claim, _CAST, _REDUCTION):
        if (cast.value[3] in _UPPER) == (reduction.value[1] == "P"):
            yield Hit(
                f"{cast.value} is part of {reduction.value}",
                (cast, reduction),
                (Remove(cast),),
                evidence=recorded(claim, cast, reduction),
            )
