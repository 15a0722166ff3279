"""PCS216."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.procedure_codes import beside, procedure_guideline, recorded, same_site
from nosologist.rules.rule import Hit, Needs, rule

_CAGE, _GRAFT = re.compile("0[RS]G..A"), re.compile("0[RS]G..[7JK]")


@rule(
    "PCS216",
    procedure_guideline("B3.10c"),
    severity=Severity.WARN,
    procedures=(_CAGE, _GRAFT),
    needs=Needs.SEVERAL_PROCEDURES,
)
def fusion_device_of_one_joint(claim: Claim, books: Books) -> Iterator[Hit]:
    """One fused joint has a code for the interbody device and one for the graft of the same column."""
    for cage, graft in beside(claim, _CAGE, _GRAFT):
        if same_site(cage, graft) and cage.value[6] == graft.value[6]:
            yield Hit(
                f"{cage.value} and {graft.value}: with an interbody device the graft is not coded",
                (cage, graft),
                (Remove(graft),),
                evidence=recorded(claim, cage, graft),
            )
