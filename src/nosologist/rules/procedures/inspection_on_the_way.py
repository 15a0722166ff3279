"""PCS218."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.procedure_codes import beside, procedure_guideline, recorded
from nosologist.rules.rule import Hit, Needs, rule

_LOOK, _MAIN = re.compile("0.J"), re.compile("0.[^J]")
_BELLY = ("0WJG", "0WJF", "0WJJ")


@rule(
    "PCS218",
    procedure_guideline("B3.11a"),
    severity=Severity.WARN,
    procedures=(_LOOK, _MAIN),
    needs=Needs.SEVERAL_PROCEDURES,
)
def inspection_on_the_way(claim: Claim, books: Books) -> Iterator[Hit]:
    """The inspection of a body part is coded beside the procedure that it served."""
    for look, main in beside(claim, _LOOK, _MAIN):
        in_belly = look.value[:4] in _BELLY and main.value[1] in "DFTU"
        if look.value[4] == main.value[4] and (in_belly or look.value[1] == main.value[1]):
            yield Hit(
                f"{look.value} served {main.value}, by the same approach",
                (look, main),
                (Remove(look),),
                evidence=recorded(claim, look, main),
            )
