"""OG213."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import among, is_first
from nosologist.rules.rule import Hit, guideline, rule

_INCIDENTAL = read_patterns("Z33.1")
_OBSTETRIC = read_patterns("O00-O92, O98-O9A")


@rule("OG213", guideline("I.C.15.a.1"), guideline("I.C.21.c.3"), severity=Severity.STOP, concerns="Z33.1")
def incidental_pregnancy(claim: Claim, books: Books) -> Iterator[Hit]:
    """An incidental pregnancy stands first, or with a code of chapter 15."""
    incidental = among(claim, _INCIDENTAL)[0]
    if is_first(claim, _INCIDENTAL):
        yield Hit(f"{incidental.dotted} is only a secondary code", (incidental,))
    for code in among(claim, _OBSTETRIC):
        yield Hit(
            f"{incidental.dotted} is used in the place of chapter 15, not with {code.dotted}",
            (incidental, code),
            (Remove(incidental), Remove(code)),
        )
        break
