"""OG109."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import dotted
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_SCALE = read_patterns("R40.21-R40.24")
_NONTRAUMATIC = read_patterns("R40.2A")
_PARTS = {"R4021", "R4022", "R4023"}


@rule("OG109", guideline("I.C.18.e"), severity=Severity.WARN, concerns="R40.21-R40.24")
def coma_scale(claim: Claim, books: Books) -> Iterator[Hit]:
    """The coma scale is not complete, or stands where it may not."""
    scale = among(claim, _SCALE)
    if medical := among(claim, _NONTRAUMATIC):
        yield Hit(
            f"{scale[0].dotted} is not used with {medical[0].dotted}", (scale[0], medical[0]), (Remove(scale[0]),)
        )
    parts = {code.value[:5] for code in scale if code.value[:5] in _PARTS}
    if parts and parts != _PARTS:
        missing = ", ".join(dotted(part) for part in sorted(_PARTS - parts))
        yield Hit(f"the coma scale needs one code of each part; {missing} is missing", tuple(scale))
    if len({code.value[6:] for code in scale if code.value[:5] in _PARTS}) > 1:
        yield Hit(
            "the parts of the coma scale were taken at different times; their 7th characters should match", tuple(scale)
        )
