"""OG177."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_READING = read_patterns("R03.0")
_PRESSURE = read_patterns("I10-I15, O10-O11, O13-O16")


@rule("OG177", guideline("I.C.9.a.7"), severity=Severity.STOP, concerns="R03.0")
def reading_beside_hypertension(claim: Claim, books: Books) -> Iterator[Hit]:
    """An elevated blood pressure reading is coded beside hypertension."""
    for reading, pressure in pairs(claim, _READING, _PRESSURE):
        yield Hit(
            f"{reading.dotted} with {pressure.dotted}: hypertension is established",
            (reading, pressure),
            (),
            (Remove(reading),),
        )
        break
