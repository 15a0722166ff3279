"""OG221."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_BIRTH = read_patterns("Z38")


@rule("OG221", guideline("I.C.16.a.2"), guideline("I.C.16.b.3"), severity=Severity.STOP, concerns="Z38")
def birth_record_order(claim: Claim, books: Books) -> Iterator[Hit]:
    """The birth is not the first code of the birth record."""
    birth = among(claim, _BIRTH)[0]
    first = claim.first
    if first and first.code != birth:
        yield Hit(
            f"{birth.dotted} goes before {first.code.dotted}", (birth, first.code), (), (Reorder(birth, first.code),)
        )
