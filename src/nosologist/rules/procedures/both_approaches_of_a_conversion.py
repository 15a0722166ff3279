"""PCS203."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Replace, Severity
from nosologist.rules.procedure_codes import beside, pcs, procedure_guideline, recorded, same_manner, same_site
from nosologist.rules.rule import Hit, Needs, rule

_SCOPE, _OPEN = re.compile("0.[^J].[48F]"), re.compile("0.[^J].0")


@rule(
    "PCS203",
    procedure_guideline("B3.2d"),
    severity=Severity.WARN,
    procedures=(_SCOPE, _OPEN),
    needs=Needs.SEVERAL_PROCEDURES,
)
def both_approaches_of_a_conversion(claim: Claim, books: Books) -> Iterator[Hit]:
    """The same operation is coded by scope and open."""
    for scope, cut in beside(claim, _SCOPE, _OPEN):
        if same_site(scope, cut) and scope.value[2] == cut.value[2] and same_manner(scope, cut):
            look = pcs(f"{scope.value[:2]}J{scope.value[3:5]}ZZ")
            yield Hit(
                f"{scope.value} and {cut.value}: an operation that was converted is coded open, the attempt by scope as inspection",
                (scope, cut),
                (Replace(scope, (look,)),),
                evidence=recorded(claim, scope, cut),
            )
