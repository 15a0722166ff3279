"""Patterns that are sought in whole notes and stand in few of them.

To look for a pattern at every place of a note takes a hundred times as long as to see that none of the words is there
without which it finds nothing.
"""

from __future__ import annotations

import re


class Sought:
    """A pattern without regard to case, and letters of which every text that it finds has some."""

    __slots__ = ("needs", "pattern")

    def __init__(self, pattern: str, *needs: str) -> None:
        self.pattern = re.compile(pattern, re.IGNORECASE)
        self.needs = needs  # in small letters

    def may_stand_in(self, text: str) -> bool:
        """False where the pattern finds nothing in a text."""
        if not text.isascii():
            text = text.replace("ı", "i").replace("İ", "i")  # the same letters to a pattern, others to casefold
        folded = text.casefold()
        return any(letters in folded for letters in self.needs)

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first place in a part of a text; ``re.search``, but quicker where it finds nothing."""
        if not self.may_stand_in(text):
            return None
        return self.pattern.search(text, start, len(text) if end is None else end)
