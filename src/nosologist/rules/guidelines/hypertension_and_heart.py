"""OG170."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Code, icd10cm
from nosologist.model.finding import Replace, Severity
from nosologist.rules.among import among, pairs
from nosologist.rules.rule import Hit, guideline, rule

_PRESSURE = read_patterns("I10")
_HEART = read_patterns("I50, I51.4-I51.7, I51.89, I51.9")
_KIDNEY = read_patterns("N18")


@rule("OG170", guideline("I.C.9.a.1"), severity=Severity.WARN, concerns="I10", beside="I50, I51.4-I51.7, I51.89, I51.9")
def hypertension_and_heart(claim: Claim, books: Books) -> Iterator[Hit]:
    """Hypertension and heart disease are coded apart."""
    for pressure, heart in pairs(claim, _PRESSURE, _HEART):
        by = icd10cm(_combined(fails=heart.category == "I50", kidney=among(claim, _KIDNEY)))
        yield Hit(
            f"{pressure.dotted} with {heart.dotted}: the classification presumes that they belong together",
            (pressure, heart),
            (Replace(pressure, (by,)),),
        )
        break


def _combined(*, fails: bool, kidney: list[Code]) -> str:
    """The code (undotted) of hypertension with heart disease, which fails or not, and with kidney disease of these stages."""
    if not kidney:
        return "I110" if fails else "I119"
    late = any(stage.value in ("N185", "N186") for stage in kidney)
    return ("I132" if late else "I130") if fails else ("I1311" if late else "I1310")
