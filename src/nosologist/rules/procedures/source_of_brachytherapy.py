"""PCS605."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.procedure_codes import of_kind, procedure_guideline, recorded
from nosologist.rules.rule import Hit, rule

_LOW_DOSE, _SOURCE = re.compile("D.1.B"), re.compile("0.H..1")


@rule("PCS605", procedure_guideline("D1.a"), severity=Severity.INFO, procedures=(_LOW_DOSE,))
def source_of_brachytherapy(claim: Claim, books: Books) -> Iterator[Hit]:
    """Brachytherapy of low dose rate is coded, and no source that was left in the body."""
    for code in of_kind(claim, _LOW_DOSE):
        if not of_kind(claim, _SOURCE):
            yield Hit(
                f"{code.value}: a source that stays is coded with Insertion of a radioactive element",
                (code,),
                evidence=recorded(claim, code),
            )
