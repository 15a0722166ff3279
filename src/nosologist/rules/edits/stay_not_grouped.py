"""DRG102."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.grouping.msdrg import drg_of
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, rule

_SAID = {
    "INVALID_PDX": "the principal diagnosis is not valid on this day",
    "DX_CANNOT_BE_PDX": "the principal diagnosis cannot be one",
    "HAC_MISSING_ONE_POA": "a diagnosis of a hospital-acquired condition has no present-on-admission indicator",
    "HAC_STATUS_INVALID_POA_INVALID_OR_1": "a hospital-acquired condition has an indicator that it cannot have",
    "HAC_STATUS_INVALID_POA_N_OR_U": "whether the hospital is exempt from indicators is not known",
    "HAC_STATUS_INVALID_MULT_HACS_POA_NOT_Y_W": "whether the hospital is exempt from indicators is not known",
}


@rule("DRG102", Citation("42 CFR", "412.60"), severity=Severity.STOP, settings=INPATIENT, needs=Needs.DIAGNOSES)
def stay_not_grouped(claim: Claim, books: Books) -> Iterator[Hit]:
    """The stay cannot be grouped into an MS-DRG."""
    drg = drg_of(claim, books)
    if drg is None or drg.is_grouped:
        return
    if drg.status.startswith("HAC") and not any(diagnosis.poa for diagnosis in claim.diagnoses):
        return  # indicators are not part of what was given
    yield Hit(f"no MS-DRG: {_SAID.get(drg.status, drg.status.lower().replace('_', ' '))}", (claim.diagnoses[0].code,))
