"""OG126."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_R65 = read_patterns("R65")


@rule("OG126", guideline("I.C.1.d.6"), severity=Severity.STOP, concerns="R65")
def two_codes_of_inflammation(claim: Claim, books: Books) -> Iterator[Hit]:
    """More than one code of R65 is assigned."""
    codes = list(dict.fromkeys(among(claim, _R65)))
    if len(codes) > 1:
        yield Hit(
            f"{' and '.join(code.dotted for code in codes)}: only one of them is assigned",
            tuple(codes),
            tuple(Remove(code) for code in codes if code.value.startswith("R651")),
        )
