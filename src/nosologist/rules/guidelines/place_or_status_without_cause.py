"""OG262."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Remove, Severity
from nosologist.rules.among import among, has
from nosologist.rules.rule import Hit, guideline, rule

_EXTRA = read_patterns("Y92, Y99")
_CAUSE = read_patterns("V00-Y91, Y93, T15-T19, T36-T78, T80-T88, O9A.2-O9A.5, F10-F19")


@rule("OG262", guideline("I.C.20.b"), guideline("I.C.20.k"), severity=Severity.STOP, concerns="Y92, Y99")
def place_or_status_without_cause(claim: Claim, books: Books) -> Iterator[Hit]:
    """Place or status is coded without an external cause."""
    if not has(claim, _CAUSE):
        code = among(claim, _EXTRA)[0]
        yield Hit(f"{code.dotted}: no external cause is coded with it", (code,), (Remove(code), Ask("What happened?")))
