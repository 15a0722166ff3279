"""Whether the record says that Medicare pays: some services have codes of Medicare's own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nosologist.model.document import Span
from nosologist.notes.sought import small

_MEDICARE = re.compile(
    r"\b(?:insurance|payer|payor|coverage|primary|financial class)\b[^\n]{0,12}[:=-]\s*(?:[\w ]{0,20}\b)?medicare\b|"
    r"\bmedicare (?:part b|patient|beneficiary|advantage|annual wellness|wellness)\b|\bwelcome to medicare\b",
    re.IGNORECASE,
)


def medicare(texts: Iterable[str]) -> Span | None:
    """Where a text says that Medicare pays; None where none does."""
    for text in texts:
        if "medicare" in small(text) and (found := _MEDICARE.search(text)):
            return Span(*found.span())
    return None
