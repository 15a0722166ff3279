"""OG128."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import covered, read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.among import is_first
from nosologist.rules.rule import INPATIENT, Hit, guideline, rule

LOCAL_INFECTION = read_patterns(
    "A46, J12-J18, J20-J22, J85-J86, L02-L03, N10, N12, N13.6, N15.1, N30, N39.0, K35, K57.0, K57.12, K57.2, K57.32, K57.4, "
    "K57.52, K57.8, K57.92, K65, K81.0, K83.0, M00, M72.6, M86"
)
SEPSIS = read_patterns("A40-A41")


@rule("OG128", guideline("I.C.1.d.4"), severity=Severity.WARN, settings=INPATIENT, concerns="A40-A41")
def local_infection_before_sepsis(claim: Claim, books: Books) -> Iterator[Hit]:
    """A localized infection is principal although sepsis was present on admission."""
    local = is_first(claim, LOCAL_INFECTION) if claim.is_stay else None
    for diagnosis in claim.diagnoses[1:] if local else ():
        if covered(SEPSIS, diagnosis.code.value) and diagnosis.poa == "Y":
            yield Hit(
                f"{diagnosis.code.dotted} was present on admission and goes before {local.dotted}" if local else "",
                (diagnosis.code, *((local,) if local else ())),
                (Reorder(diagnosis.code, local),) if local else (),
            )
            break
