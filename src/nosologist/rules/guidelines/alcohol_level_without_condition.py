"""OG111."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Remove, Severity
from nosologist.rules.among import among, has
from nosologist.rules.rule import Hit, guideline, rule

_LEVEL = read_patterns("Y90")
_ALCOHOL = read_patterns("F10, T51, O99.31, R78.0")  # at R78.0 the Tabular asks for the level


@rule("OG111", guideline("I.C.5.b.5"), severity=Severity.WARN, concerns="Y90")
def alcohol_level_without_condition(claim: Claim, books: Books) -> Iterator[Hit]:
    """A blood alcohol level is coded without an alcohol related condition."""
    if not has(claim, _ALCOHOL):
        code = among(claim, _LEVEL)[0]
        yield Hit(
            f"{code.dotted}: no condition of F10 is coded",
            (code,),
            (Remove(code), Ask("Does the patient have an alcohol related condition?")),
        )
