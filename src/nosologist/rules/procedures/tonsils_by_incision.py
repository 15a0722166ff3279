"""PCS402."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Replace, Severity
from nosologist.rules.procedure_codes import of_kind, procedure_guideline, recorded, with_character
from nosologist.rules.rule import Hit, rule

_TONSILS = re.compile("0C[BT]P0")


@rule("PCS402", procedure_guideline("B5.3a"), severity=Severity.INFO, procedures=(_TONSILS,))
def tonsils_by_incision(claim: Claim, books: Books) -> Iterator[Hit]:
    """Tonsils are coded as taken out by an open approach."""
    for code in of_kind(claim, _TONSILS):
        outside = with_character(code, 5, "X")
        yield Hit(
            f"{code.value}: seen within an orifice without instruments, tonsils are taken out by {outside.value}",
            (code,),
            (Replace(code, (outside,)),),
            evidence=recorded(claim, code),
        )
