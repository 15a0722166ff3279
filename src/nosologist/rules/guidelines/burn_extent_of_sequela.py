"""OG244."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_BURN = read_patterns("T20-T25")
_EXTENT = read_patterns("T31-T32")


@rule("OG244", guideline("I.C.19.d.6"), severity=Severity.STOP, concerns="T31-T32")
def burn_extent_of_sequela(claim: Claim, books: Books) -> Iterator[Hit]:
    """The extent of body surface is coded with sequelae of burns only."""
    burns = among(claim, _BURN)
    if burns and all(code.value[6:] == "S" for code in burns):
        extent = among(claim, _EXTENT)[0]
        yield Hit(f"{extent.dotted} is not used for sequelae of burns", (extent, burns[0]), (), (Remove(extent),))
