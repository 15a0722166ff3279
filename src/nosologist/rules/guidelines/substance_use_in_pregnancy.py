"""OG210."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Add, Severity
from nosologist.rules.among import among, has
from nosologist.rules.rule import Hit, guideline, rule

_OBSTETRIC = read_patterns("O00-O92, O98-O9A")
_SUBSTANCES = (
    (read_patterns("F10"), read_patterns("O99.31"), "O9931"),
    (read_patterns("F17"), read_patterns("O99.33"), "O9933"),
    (read_patterns("F11-F16, F18-F19"), read_patterns("O99.32"), "O9932"),
)


@rule("OG210", guideline("I.C.15.l"), severity=Severity.WARN, concerns="F10-F19", beside="O00-O92, O98-O9A")
def substance_use_in_pregnancy(claim: Claim, books: Books) -> Iterator[Hit]:
    """Alcohol, tobacco or drug use of a pregnant patient is coded without its code of chapter 15."""
    obstetric = among(claim, _OBSTETRIC)
    for substance, complicating, wanted in _SUBSTANCES if obstetric else ():
        used = among(claim, substance)
        if used and not has(claim, complicating):
            yield Hit(
                f"{used[0].dotted} with {obstetric[0].dotted}: a code from {icd10cm(wanted).dotted} goes before it",
                (used[0], obstetric[0]),
                (Add((icd10cm(wanted),)),),
            )
