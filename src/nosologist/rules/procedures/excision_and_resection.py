"""PCS214."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.procedure_codes import beside, procedure_guideline, recorded, same_site
from nosologist.rules.rule import Hit, Needs, rule

_EXCISION, _RESECTION = re.compile("0.B...Z"), re.compile("0.T")


@rule(
    "PCS214",
    procedure_guideline("B3.8"),
    severity=Severity.WARN,
    procedures=(_EXCISION, _RESECTION),
    needs=Needs.SEVERAL_PROCEDURES,
)
def excision_and_resection(claim: Claim, books: Books) -> Iterator[Hit]:
    """Excision and Resection of the same body part stand together."""
    for some, whole_part in beside(claim, _EXCISION, _RESECTION):
        if same_site(some, whole_part):
            yield Hit(
                f"{some.value} takes a portion and {whole_part.value} all of the same body part",
                (some, whole_part),
                (Remove(some),),
                evidence=recorded(claim, some, whole_part),
            )
