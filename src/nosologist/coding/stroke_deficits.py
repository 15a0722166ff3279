"""Deficits behind a stroke: of an old one they are its sequelae (I69); those of the stroke of this stay have their own codes.

"Aphasia after stroke" is a sequela, unless the record also states an acute stroke: then it speaks of that one (I.C.9.d.1).
"""

from __future__ import annotations

import re

from nosologist.coding.draft import Candidate, guideline
from nosologist.coding.tables import covered, read_patterns
from nosologist.model.assignment import Reason, Step
from nosologist.model.code import dotted

_ACUTE = read_patterns("I60-I63")
_PAST = "Z8673"
_FOLLOWED = re.compile(r"\b(?:follow|f/u)", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:after|since)\b", re.IGNORECASE)
_DEFICITS = {
    "I69320": "R4701",
    "I69322": "R471",
    "I69351": "G8191",
    "I69352": "G8192",
    "I69353": "G8193",
    "I69354": "G8194",
    "I69359": "G8190",
    "I69391": "R1310",
    "I69392": "R29810",
}


def is_acute_stroke(candidate: Candidate) -> bool:
    """True for a stroke of this stay."""
    return covered(_ACUTE, candidate.code)


def of_this_stroke(candidate: Candidate, stroke: str) -> Candidate:
    """A deficit that is named "after stroke" beside an acute stroke (its undotted code), and the plan to follow it up."""
    said = candidate.mention.span.quote(candidate.run.text)
    code = _DEFICITS.get(candidate.code) if _AFTER.search(said) else None
    if candidate.code == _PAST and _FOLLOWED.search(said):
        code = stroke
    if code is None:
        return candidate
    told = f"{dotted(code)}: of the acute stroke that the record states, not what an old one left"
    return candidate.because(Reason(Step.GUIDELINE, told, (guideline("I.C.9.d"),)), code)
