"""PCS606."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.procedure_codes import beside, procedure_guideline, recorded
from nosologist.rules.rule import Hit, Needs, rule

_NEW, _OLD = re.compile("X[2NRK]"), re.compile("0")
_SYSTEMS = {"2": "2346", "N": "PQN", "R": "RS", "K": "K"}  # body system of section X: those of section 0


@rule(
    "PCS606",
    procedure_guideline("E1.a"),
    severity=Severity.WARN,
    procedures=(_NEW, _OLD),
    needs=Needs.SEVERAL_PROCEDURES,
)
def new_technology_and_its_old_code(claim: Claim, books: Books) -> Iterator[Hit]:
    """A procedure of the New Technology section is coded again in the Medical and Surgical section."""
    for new, old in beside(claim, _NEW, _OLD):
        if new.value[2] == old.value[2] and old.value[1] in _SYSTEMS.get(new.value[1], ""):
            yield Hit(
                f"{new.value} describes the procedure whole; {old.value} is not needed",
                (new, old),
                (Remove(old),),
                evidence=recorded(claim, new, old),
            )
