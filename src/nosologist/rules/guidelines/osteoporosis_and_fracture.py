"""OG185."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import covered, read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Ask, Remove, Replace, Severity
from nosologist.rules.among import has, pairs
from nosologist.rules.rule import Hit, guideline, rule

_WITHOUT = read_patterns("M81")
_OSTEOPOROTIC = read_patterns("M80")
_FRACTURES = read_patterns("M80, S12, S22, S32, S42, S52, S72, S82")
_VIOLENCE = read_patterns(
    "V01-V99, W11-W15, W17, W20, W23-W40, X36-X38, X95-X96, Y03, Y36-Y38"
)  # breaks a healthy bone too


@rule("OG185", guideline("I.C.13.d.2"), severity=Severity.WARN, concerns="M81")
def osteoporosis_and_fracture(claim: Claim, books: Books) -> Iterator[Hit]:
    """Osteoporosis without fracture stands beside a fracture."""
    for bone, fracture in pairs(claim, _WITHOUT, _FRACTURES):
        if covered(_OSTEOPOROTIC, fracture.value):
            yield Hit(
                f"{bone.dotted} says without fracture, {fracture.dotted} names one",
                (bone, fracture),
                (),
                (Remove(bone),),
            )
        elif fracture.value[6:] != "S" and not has(claim, _VIOLENCE):
            yield Hit(
                f"{fracture.dotted} with {bone.dotted}: would the injury have broken a healthy bone?",
                (bone, fracture),
                (Replace(fracture, (icd10cm("M80"),)), Ask("Is the fracture due to osteoporosis?")),
            )
