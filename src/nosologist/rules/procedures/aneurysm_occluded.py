"""PCS220."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Replace, Severity
from nosologist.rules.among import has
from nosologist.rules.procedure_codes import of_kind, procedure_guideline, recorded, with_character
from nosologist.rules.rule import Hit, rule

_OCCLUSION = re.compile("03LG")
_MALFORMATION = read_patterns("Q28.2-Q28.3")


@rule("PCS220", procedure_guideline("B3.12"), severity=Severity.INFO, concerns="I60, I67.1", procedures=(_OCCLUSION,))
def aneurysm_occluded(claim: Claim, books: Books) -> Iterator[Hit]:
    """An intracranial artery is occluded where the diagnosis is an aneurysm."""
    if not has(claim, _MALFORMATION):
        for code in of_kind(claim, _OCCLUSION):
            narrowed = with_character(code, 3, "V")
            yield Hit(
                f"{code.value}: coils in an aneurysm narrow the artery, which stays open: {narrowed.value}?",
                (code,),
                (Replace(code, (narrowed,)),),
                evidence=recorded(claim, code),
            )
