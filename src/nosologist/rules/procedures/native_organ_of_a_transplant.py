"""PCS225."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.procedure_codes import beside, definition, recorded, same_site
from nosologist.rules.rule import Hit, Needs, rule

_NATIVE, _GRAFT = re.compile("0[2BDF]T"), re.compile("0[2BDF]Y")


@rule(
    "PCS225",
    definition("Transplantation"),
    severity=Severity.INFO,
    procedures=(_NATIVE, _GRAFT),
    needs=Needs.SEVERAL_PROCEDURES,
)
def native_organ_of_a_transplant(claim: Claim, books: Books) -> Iterator[Hit]:
    """The native organ is coded as taken out beside its transplant."""
    for native, graft in beside(claim, _NATIVE, _GRAFT):
        if same_site(native, graft):
            yield Hit(
                f"{native.value}: {graft.value} takes its place, which includes taking it out",
                (native, graft),
                (Remove(native),),
                evidence=recorded(claim, native, graft),
            )
