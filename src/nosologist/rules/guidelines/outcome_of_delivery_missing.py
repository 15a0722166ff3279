"""OG203."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Add, Severity
from nosologist.rules.among import among, has
from nosologist.rules.rule import INPATIENT, Hit, guideline, rule

_DELIVERED = read_patterns(
    "O80, O82, O70, O60.1-O60.2, O10.02, O10.12, O10.22, O10.32, O10.42, O10.92, O11.4, O12.04, O12.14, "
    "O12.24, O13.4, O14.04, O14.14, O14.24, O14.94, O16.4, O24.02, O24.12, O24.32, O24.42, O24.82, "
    "O24.92, O25.2, O26.62, O26.72, O88.02, O88.12, O88.22, O88.32, O88.82, O98.02, O98.12, O98.22, "
    "O98.32, O98.42, O98.52, O98.62, O98.72, O98.82, O98.92, O99.02, O99.12, O99.214, O99.284, O99.314, "
    "O99.324, O99.334, O99.344, O99.354, O99.42, O99.52, O99.62, O99.72, O99.814, O99.824, O99.834, "
    "O99.844, O9A.12, O9A.22, O9A.32, O9A.42, O9A.52"
)
_PROCEDURES = ("10D0", "10E0")
_OUTCOME = read_patterns("Z37")
_OBSTETRIC = read_patterns("O00-O92, O98-O9A")


@rule("OG203", guideline("I.C.15.b.5"), severity=Severity.STOP, settings=INPATIENT, concerns="O00-O92, O98-O9A")
def outcome_of_delivery_missing(claim: Claim, books: Books) -> Iterator[Hit]:
    """A delivery is coded without its outcome."""
    delivered = next(iter(among(claim, _DELIVERED)), None) or next(
        (one.code for one in claim.procedures if one.code.value.startswith(_PROCEDURES)), None
    )
    if delivered and not has(claim, _OUTCOME) and has(claim, _OBSTETRIC):
        yield Hit(
            f"{delivered.dotted}: the outcome of the delivery (Z37) is not coded",
            (delivered,),
            (Add((icd10cm("Z37"),)),),
        )
