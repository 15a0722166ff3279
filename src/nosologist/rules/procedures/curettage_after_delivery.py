"""PCS601."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Replace, Severity
from nosologist.rules.procedure_codes import of_kind, pcs, procedure_guideline, recorded
from nosologist.rules.rule import Hit, rule

_CURETTAGE = re.compile("0UDB")


@rule(
    "PCS601",
    procedure_guideline("C2"),
    severity=Severity.WARN,
    concerns="O02.1, O03-O08, O72-O73",
    procedures=(_CURETTAGE,),
)
def curettage_after_delivery(claim: Claim, books: Books) -> Iterator[Hit]:
    """A curettage after delivery or abortion is coded in the Medical and Surgical section."""
    for code in of_kind(claim, _CURETTAGE):
        retained = pcs("10D17ZZ")
        yield Hit(
            f"{code.value}: after delivery or abortion it is {retained.value}",
            (code,),
            (Replace(code, (retained,)),),
            evidence=recorded(claim, code),
        )
