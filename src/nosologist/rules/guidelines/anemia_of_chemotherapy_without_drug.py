"""OG143."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Add, Severity
from nosologist.rules.among import among, has
from nosologist.rules.rule import Hit, guideline, rule

_ANEMIA = read_patterns("D64.81")
_DRUG = read_patterns("T45.1X5")
_NEOPLASM = read_patterns("C00-D49")


@rule("OG143", guideline("I.C.2.c.2"), severity=Severity.WARN, concerns="D64.81")
def anemia_of_chemotherapy_without_drug(claim: Claim, books: Books) -> Iterator[Hit]:
    """Anemia due to chemotherapy is coded without the adverse effect or the neoplasm."""
    anemia = among(claim, _ANEMIA)[0]
    if not has(claim, _DRUG):
        yield Hit(
            f"{anemia.dotted}: the adverse effect of the drug (T45.1X5-) is not coded",
            (anemia,),
            (Add((icd10cm("T451X5"),)),),
        )
    if not has(claim, _NEOPLASM):
        yield Hit(f"{anemia.dotted}: the neoplasm is not coded", (anemia,))
