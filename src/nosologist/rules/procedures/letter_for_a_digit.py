"""PCS102."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Replace, Severity
from nosologist.rules.procedure_codes import pcs, procedure_guideline
from nosologist.rules.rule import Hit, Needs, rule

_LENGTH = 7
_CONFUSED = frozenset("OI")
_DIGITS = str.maketrans("OI", "01")


@rule("PCS102", procedure_guideline("A2"), severity=Severity.STOP, needs=Needs.PROCEDURES)
def letter_for_a_digit(claim: Claim, books: Books) -> Iterator[Hit]:
    """A procedure code has the letter O or I, which ICD-10-PCS does not use."""
    for one in claim.procedures:
        value = one.code.value
        if len(value) == _LENGTH and not _CONFUSED.isdisjoint(value):
            meant = pcs(value.translate(_DIGITS))
            yield Hit(
                f"{value}: O and I are no values; {meant.value} may be meant",
                (one.code,),
                (Replace(one.code, (meant,)),),
            )
