"""OG173."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Code, icd10cm
from nosologist.model.finding import Replace, Severity
from nosologist.rules.among import pairs
from nosologist.rules.rule import Hit, guideline, rule

_SEVERE = read_patterns("I12.0, I13.11, I13.2")
_MILD = read_patterns("I12.9, I13.0, I13.10")
_EARLY = read_patterns("N18.1-N18.4, N18.9")
_LATE = read_patterns("N18.5-N18.6")
_TWINS = {"I120": "I129", "I129": "I120", "I1311": "I1310", "I1310": "I1311", "I132": "I130", "I130": "I132"}


def _twin(code: Code) -> tuple[Code, ...]:
    return (icd10cm(_TWINS[code.value]),)


@rule("OG173", guideline("I.C.9.a.2"), guideline("I.C.9.a.3"), severity=Severity.STOP, concerns="I12-I13")
def kidney_stage_conflict(claim: Claim, books: Books) -> Iterator[Hit]:
    """The hypertension code and the stage of the kidney disease contradict each other."""
    for pressure, stage in (*pairs(claim, _SEVERE, _EARLY), *pairs(claim, _MILD, _LATE)):
        yield Hit(
            f"{pressure.dotted} does not go with {stage.dotted}",
            (pressure, stage),
            (Replace(pressure, _twin(pressure)),),
        )
