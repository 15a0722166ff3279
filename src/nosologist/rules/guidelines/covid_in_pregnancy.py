"""OG133."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Add, Severity
from nosologist.rules.among import among, has
from nosologist.rules.rule import Hit, guideline, rule

_COVID = read_patterns("U07.1")
_OBSTETRIC = read_patterns("O00-O92, O98-O9A")
_VIRAL = read_patterns("O98.5")


@rule("OG133", guideline("I.C.15.s"), severity=Severity.WARN, concerns="U07.1")
def covid_in_pregnancy(claim: Claim, books: Books) -> Iterator[Hit]:
    """COVID-19 in pregnancy, childbirth or the puerperium is coded without O98.5."""
    covid = among(claim, _COVID)[0]
    obstetric = among(claim, _OBSTETRIC)
    if obstetric and not has(claim, _VIRAL):
        yield Hit(
            f"{covid.dotted} with {obstetric[0].dotted}: a code from O98.5 goes before it",
            (covid, obstetric[0]),
            (Add((icd10cm("O985"),)),),
        )
