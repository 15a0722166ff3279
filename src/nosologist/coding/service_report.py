"""Whether a document is the report of an imaging study."""

from __future__ import annotations

import re
from functools import lru_cache

from nosologist.notes.sought import small

_REPORT = (
    re.compile(
        r"^\s*(?:exam(?:ination)?|study|procedure|technique|comparison)\b[^\n]{0,20}:", re.IGNORECASE | re.MULTILINE
    ),
    re.compile(r"^\s*findings\b[^\n]{0,10}:", re.IGNORECASE | re.MULTILINE),
    re.compile(r"^\s*(?:impression|conclusion)\b[^\n]{0,10}:", re.IGNORECASE | re.MULTILINE),
)


@lru_cache(maxsize=16)
def is_imaging_report(text: str) -> bool:
    """True for the report of a study: what was done, what was found, what it means."""
    said = small(text)
    if "findings" not in said or not ("impression" in said or "conclusion" in said):
        return False
    return all(pattern.search(text) for pattern in _REPORT)
