"""PCS219."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.procedure_codes import beside, procedure_guideline, recorded
from nosologist.rules.rule import Hit, Needs, rule

_LOOK = re.compile("0[BDTU]J")
_TRACTS = (("0TJD", "0TJB", "0TJ9", "0TJ5"), ("0DJ6", "0DJ0"), ("0BJ1", "0BJ0"), ("0UJH", "0UJD"))  # from the entry on


@rule(
    "PCS219", procedure_guideline("B3.11b"), severity=Severity.WARN, procedures=(_LOOK,), needs=Needs.SEVERAL_PROCEDURES
)
def several_inspections(claim: Claim, books: Books) -> Iterator[Hit]:
    """Several parts of one tract that were looked at in one passage are coded apart."""
    for first, second in beside(claim, _LOOK, _LOOK):
        for tract in _TRACTS:
            if first.value[:4] in tract and second.value[:4] in tract and first.value[4] == second.value[4]:
                near, far = sorted((first, second), key=lambda code: tract.index(code.value[:4]))
                if near is first and near.value[:4] != far.value[:4]:
                    yield Hit(
                        f"{far.value} is the farthest part; {near.value} was passed on the way",
                        (near, far),
                        (Remove(near),),
                        evidence=recorded(claim, near, far),
                    )
