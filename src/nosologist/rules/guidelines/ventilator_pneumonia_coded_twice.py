"""OG182."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_VENTILATOR = read_patterns("J95.851")
_PNEUMONIA = read_patterns("J12-J18")


@rule("OG182", guideline("I.C.10.d"), severity=Severity.WARN, concerns="J95.851")
def ventilator_pneumonia_coded_twice(claim: Claim, books: Books) -> Iterator[Hit]:
    """Ventilator associated pneumonia stands with a code for the type of pneumonia."""
    present = {diagnosis.code: diagnosis.poa for diagnosis in claim.diagnoses}
    for ventilator, pneumonia in pairs(claim, _VENTILATOR, _PNEUMONIA):
        if not (present[pneumonia] == "Y" and present[ventilator] == "N"):
            yield Hit(
                f"{pneumonia.dotted} is not added to {ventilator.dotted}", (ventilator, pneumonia), (Remove(pneumonia),)
            )
