"""Patterns of many words that are sought in notes and stand in few of them.

To look for words in any case at each place of a text takes three times as long as to look for small letters in a text made small;
and to see that none of the words is there without which a pattern finds nothing takes no time at all.
"""

from __future__ import annotations

import re
from functools import cached_property


class Sought:
    """A pattern written in small letters that finds any case, and letters of which every text that it finds has some."""

    def __init__(self, pattern: str, *needs: str) -> None:
        self.pattern = re.compile(pattern)
        self.needs = needs

    @cached_property
    def of_any_case(self) -> re.Pattern[str]:
        """For texts with other letters than those of English, which may change their number when they are made small."""
        return re.compile(self.pattern.pattern, re.IGNORECASE)

    def search(self, text: str) -> re.Match[str] | None:
        """The first place in a text; its words in small letters where the text is in English letters."""
        if not text.isascii():
            return self.of_any_case.search(text)
        small = text.lower()
        if self.needs and not any(letters in small for letters in self.needs):
            return None
        return self.pattern.search(small)
