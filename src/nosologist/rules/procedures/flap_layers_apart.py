"""PCS226."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.procedure_codes import beside, procedure_guideline, recorded
from nosologist.rules.procedure_layers import is_over
from nosologist.rules.rule import Hit, Needs, rule

_FLAP = re.compile("0[HJK]X")


@rule(
    "PCS226", procedure_guideline("B3.17"), severity=Severity.WARN, procedures=(_FLAP,), needs=Needs.SEVERAL_PROCEDURES
)
def flap_layers_apart(claim: Claim, books: Books) -> Iterator[Hit]:
    """The layers of one transferred flap are coded apart."""
    for outer, deeper in beside(claim, _FLAP, _FLAP):
        if is_over(outer.value, deeper.value):
            yield Hit(
                f"{outer.value} and {deeper.value}: one flap is coded by its deepest layer, the qualifier tells the others",
                (outer, deeper),
                (Remove(outer),),
                evidence=recorded(claim, outer, deeper),
            )
