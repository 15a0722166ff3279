"""OG132."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Replace, Severity
from nosologist.rules.among import has, pairs
from nosologist.rules.rule import Hit, guideline, rule

_COVID = read_patterns("U07.1")
_PNEUMONIA = read_patterns("J12.89, J12.9, J18.9")
_NAMED = read_patterns("J12.82")


@rule("OG132", guideline("I.C.1.g.1.c"), severity=Severity.WARN, concerns="U07.1")
def covid_pneumonia_unspecified(claim: Claim, books: Books) -> Iterator[Hit]:
    """COVID-19 stands with a pneumonia that does not name it."""
    for covid, other in pairs(claim, _COVID, _PNEUMONIA):
        if not has(claim, _NAMED):
            yield Hit(
                f"{other.dotted} with {covid.dotted}: pneumonia due to COVID-19 is J12.82",
                (other, covid),
                (Replace(other, (icd10cm("J1282"),)),),
            )
