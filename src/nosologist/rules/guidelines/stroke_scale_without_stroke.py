"""OG110."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Reorder, Severity
from nosologist.rules.among import among, too_early
from nosologist.rules.rule import Hit, guideline, rule

_SCALE = read_patterns("R29.7")
_STROKE = read_patterns("I60-I63")


@rule("OG110", guideline("I.C.18.i"), severity=Severity.WARN, concerns="R29.7")
def stroke_scale_without_stroke(claim: Claim, books: Books) -> Iterator[Hit]:
    """The stroke scale is coded without an acute stroke, or before it."""
    code = among(claim, _SCALE)[0]
    stroke = among(claim, _STROKE)
    if not stroke:
        yield Hit(f"{code.dotted} goes with a code from I60 to I63; none is there", (code,), (Remove(code),))
    elif early := too_early(claim, _SCALE, _STROKE):
        yield Hit(f"{early[0].dotted} goes behind {early[1].dotted}", early, (), (Reorder(early[1], early[0]),))
