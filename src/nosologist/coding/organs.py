"""Paired organs: the tumor that one mention places on a side is the tumor whose nature another mention gives.

"Mass of the right kidney" and "renal cell carcinoma" are coded in different categories and are one problem on one side.
"""

from __future__ import annotations

from collections.abc import Iterable

from nosologist.coding.draft import Candidate
from nosologist.coding.tables import covered, pattern_lines


def of_same_organ(candidate: Candidate, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Mentions of other categories that speak of a tumor of the same paired organ."""
    organ = next((line for line in pattern_lines("paired_organs.txt") if covered(line, candidate.code)), None)
    if organ is None:
        return []
    return [other for other in candidates if other.code[:3] != candidate.code[:3] and covered(organ, other.code)]
