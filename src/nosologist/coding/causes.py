"""Which condition a statement names as the cause of another: "delirium due to UTI", "septic shock 2/2 pneumonia"."""

from __future__ import annotations

import re

from nosologist.coding.draft import Candidate

_CAUSE = re.compile(
    r"(?:\b(?:due to|secondary to|d/t|2/2|2/2 to|from|caused by|2\s?°(?:\s?to)?)(?:\W|$))", re.IGNORECASE
)


def is_cause_of(cause: Candidate, effect: Candidate) -> bool:
    """True where words of cause stand between what was caused and what caused it, in one statement."""
    if cause.run is not effect.run:
        return False
    here, there = effect.mention.span, cause.mention.span
    return here.end <= there.start and _CAUSE.search(effect.run.text, here.end, there.start) is not None
