"""Loss of consciousness, which the codes of a head injury tell by its length (S06, 6th character).

A record tells it once, often apart from the injury: "GCS 13 at the scene, + LOC < 30 min". What is not told stays open.
"""

from __future__ import annotations

import re

from nosologist.coding.draft import Candidate
from nosologist.coding.tables import covered, read_patterns
from nosologist.model.assignment import Reason, Step

_BY_LENGTH = read_patterns("S06.0, S06.1, S06.2, S06.4, S06.5, S06.6")
_HEADER = 4  # characters that say which injury it is
_OPEN = frozenset({"", "X", "X9", "XA"})  # what follows them where the length is not known
_LOSS = r"(?:LOC|loss of consciousness)\b"
_DENIED = re.compile(
    rf"(?:\b(?:no|denies|denied|without|neg(?:ative)? for)\s+(?:any\s)?|(?<!\w)-\s?){_LOSS}", re.IGNORECASE
)
_TOLD = re.compile(
    rf"\b{_LOSS}[^.;,\n]{{0,15}}?(\d+)(?:\s?(?:-|to)\s?(\d+))?\s?(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)\b",
    re.IGNORECASE,
)
_BRIEF = re.compile(rf"\bbrief(?:ly)?\s{_LOSS}", re.IGNORECASE)
_MINUTES = {"s": 1 / 60, "m": 1, "h": 60}
_LENGTHS = ((30, "1"), (59, "2"), (359, "3"), (1440, "4"))  # at most so many minutes: 6th character
_CONCUSSION = "S060"  # has no lengths above 30 minutes


def with_consciousness(candidate: Candidate) -> Candidate:
    """The head injury with the length of unconsciousness that the record tells, where it tells one."""
    header = candidate.code[:_HEADER]
    if not covered(_BY_LENGTH, candidate.code) or candidate.code[_HEADER : _HEADER + 2] not in _OPEN:
        return candidate
    found = _length(candidate.run.text)
    if found is None or (header == _CONCUSSION and found not in "01"):
        return candidate
    return candidate.because(
        Reason(Step.INDEX, "loss of consciousness as the record tells it", ()), f"{header}X{found}"
    )


def _length(text: str) -> str | None:
    """The 6th character: 0 none, 1 to 4 by length; None where the record tells no length."""
    told = _TOLD.search(text)
    if told:
        minutes = int(told[2] or told[1]) * _MINUTES[told[3][0].lower()]
        return next((character for most, character in _LENGTHS if minutes <= most), None)
    if _BRIEF.search(text):
        return "1"
    return "0" if _DENIED.search(text) else None
