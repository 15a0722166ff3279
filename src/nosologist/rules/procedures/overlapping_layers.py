"""PCS209."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.procedure_codes import beside, procedure_guideline, recorded
from nosologist.rules.procedure_layers import is_over
from nosologist.rules.rule import Hit, Needs, rule

_LAYERS = re.compile("0[HJK][BDJQ]")


@rule(
    "PCS209", procedure_guideline("B3.5"), severity=Severity.WARN, procedures=(_LAYERS,), needs=Needs.SEVERAL_PROCEDURES
)
def overlapping_layers(claim: Claim, books: Books) -> Iterator[Hit]:
    """Overlapping layers of one site are coded apart."""
    for outer, deeper in beside(claim, _LAYERS, _LAYERS):
        if outer.value[2] == deeper.value[2] and is_over(outer.value, deeper.value):
            yield Hit(
                f"{outer.value} lies over {deeper.value}: only the deepest layer is coded",
                (outer, deeper),
                (Remove(outer),),
                evidence=recorded(claim, outer, deeper),
            )
