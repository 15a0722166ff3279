"""OG129."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Severity
from nosologist.rules.among import has, pairs
from nosologist.rules.rule import Hit, guideline, rule

_COMBINED = read_patterns("A41.02, J15.212, A49.02")
_ORGANISM = read_patterns("B95.62")
# Infections whose codes leave the organism open: B95.62 may belong to one of them.
_OTHER_INFECTION = read_patterns(
    "E08.62, E09.62, E10.62, E11.62, E13.62, G00-G09, H60, I30, I33, I96, J01, J85-J86, K61, K65, K68, "
    "L00-L08, L89, L97-L98, M00, M46, M60.0, M86, N10, "
    "N30, N39.0, N61, N76, O86, O91, T80.2, T81.4, T82.6-T82.7, T83.5-T83.6, T84.5-T84.7, T85.7, T87.4"
)
_ANY_MRSA = read_patterns("A41.02, J15.212, A49.02, B95.62")
_PENICILLIN = read_patterns("Z16.11")


@rule("OG129", guideline("I.C.1.e.1"), severity=Severity.STOP, concerns="A41.02, J15.212, B95.62, A49.02")
def mrsa_coded_twice(claim: Claim, books: Books) -> Iterator[Hit]:
    """Methicillin resistance is coded again beside a code that holds it."""
    organisms = () if has(claim, _OTHER_INFECTION) else pairs(claim, _COMBINED, _ORGANISM)
    for code, again in (*organisms, *pairs(claim, _ANY_MRSA, _PENICILLIN)):
        yield Hit(f"{code.dotted} already says MRSA; {again.dotted} is not added", (code, again), (), (Remove(again),))
