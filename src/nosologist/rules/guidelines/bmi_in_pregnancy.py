"""OG108."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_BMI = read_patterns("Z68")
_PREGNANCY = read_patterns("O00-O82, O98-O9A, Z33, Z34, Z3A")


@rule("OG108", guideline("I.C.21.c.3"), severity=Severity.STOP, concerns="Z68")
def bmi_in_pregnancy(claim: Claim, books: Books) -> Iterator[Hit]:
    """A body mass index is coded during pregnancy."""
    pregnancy = [code for code in among(claim, _PREGNANCY) if not _is_over(code, books)]
    for code in among(claim, _BMI) if pregnancy else ():
        yield Hit(
            f"{code.dotted} with {pregnancy[0].dotted}: no body mass index during pregnancy",
            (code, pregnancy[0]),
            (),
            (Remove(code),),
        )


def _is_over(code: Code, books: Books) -> bool:
    """True for what complicates the puerperium alone."""
    found = books.tabular.get(code.value)
    return found is not None and found.title.endswith("complicating the puerperium")
