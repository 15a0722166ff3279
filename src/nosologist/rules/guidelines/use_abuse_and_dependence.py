"""OG161."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_SUBSTANCE = read_patterns(
    "F10.1-F10.2, F10.9, F11.1-F11.2, F11.9, F12.1-F12.2, F12.9, F13.1-F13.2, F13.9, F14.1-F14.2, F14.9, "
    "F15.1-F15.2, F15.9, F16.1-F16.2, F16.9, F18.1-F18.2, F18.9, F19.1-F19.2, F19.9"
)
_RANKS = {"9": 0, "1": 1, "2": 2}  # use, abuse, dependence


def _rank(code: Code) -> int:
    return _RANKS[code.value[3]]


@rule("OG161", guideline("I.C.5.b.2"), severity=Severity.STOP, concerns="F10-F19")
def use_abuse_and_dependence(claim: Claim, books: Books) -> Iterator[Hit]:
    """Use, abuse and dependence of the same substance are coded side by side."""
    worst: dict[str, Code] = {}
    for code in among(claim, _SUBSTANCE):
        known = worst.get(code.category)
        if known is None:
            worst[code.category] = code
        elif _rank(known) != _rank(code):
            lesser, greater = sorted((known, code), key=_rank)
            yield Hit(
                f"{lesser.dotted} with {greater.dotted}: only the graver pattern is coded",
                (lesser, greater),
                (),
                (Remove(lesser),),
            )
            worst[code.category] = greater
