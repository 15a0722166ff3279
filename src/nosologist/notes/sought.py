"""Patterns of many words that are sought in notes and stand in few of them.

To look for words in any case at each place of a text takes three times as long as to look for small letters in a text made small;
and to see that none of the words is there without which a pattern finds nothing takes no time at all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from nosologist.model.document import Span


class Sought:
    """A pattern written in small letters that finds any case; of each group of letters, every text that it finds has some."""

    def __init__(self, pattern: str, *needs: Collection[str]) -> None:
        self.pattern = re.compile(pattern)
        self.needs = needs

    def search(self, text: str) -> re.Match[str] | None:
        """The first place in a text; its words in small letters."""
        said = small(text)
        for group in self.needs:
            if not any(letters in said for letters in group):
                return None
        return self.pattern.search(said)

    def places(self, text: str) -> Iterator[Span]:
        """Every place in a text."""
        return (Span(*found.span()) for found in self.pattern.finditer(small(text)))


def small(text: str) -> str:
    """A text in small letters, as long as it was: what a pattern without regard to case takes for an s or an i is made one."""
    return _made_small(text) if len(text) < _WHOLE_NOTE else _whole_made_small(text)


def _made_small(text: str) -> str:
    if text.isascii():
        return text.lower()
    return text.replace("İ", "i").lower().replace("ſ", "s").replace("ı", "i")


_WHOLE_NOTE = 500  # characters: many patterns are sought in a whole note, one after the other
_whole_made_small = lru_cache(maxsize=2)(_made_small)
