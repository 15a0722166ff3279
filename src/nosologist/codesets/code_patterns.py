"""Codes named as in the Tabular: ``N18.1-N18.4, N18.9``. Steps and rules are written with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import getitem

from nosologist.model.code import undotted

_MOST_KEPT = 4_000  # answers


@dataclass(frozen=True, slots=True)
class Pattern:
    """Codes named as in the Tabular: a code and all below it, or a range of them. Undotted, both ends included."""

    first: str
    last: str

    def covers(self, value: str) -> bool:
        """True when the code stands in the range or below it."""
        first, last = self.first, self.last
        return first <= value[: len(first)] and value[: len(last)] <= last


class Patterns(dict[str, bool]):
    """A list of patterns: ``patterns[code]`` is True when any of them covers the code.

    What was asked before is kept: the same few codes come back in note after note, and codes that differ only in characters
    at which no pattern looks have one answer: ``patterns[code[: patterns.deciding]]``, which keeps fewer answers.
    """

    __slots__ = ("_beginnings", "_letters", "_ranges", "all", "deciding")

    def __init__(self, patterns: tuple[Pattern, ...]) -> None:
        self.all = patterns
        self._beginnings = tuple(one.first for one in patterns if one.first == one.last)
        self._ranges = tuple(one for one in patterns if one.first != one.last)
        self._letters = frozenset(
            chr(letter) for one in patterns for letter in range(ord(one.first[0]), ord(one.last[0]) + 1)
        )  # with which the codes begin
        self.deciding = max((len(end) for one in patterns for end in (one.first, one.last)), default=0)

    def __missing__(self, value: str) -> bool:
        if value[:1] not in self._letters:  # of most codes this is all that need be asked
            found = False
        elif len(value) <= self.deciding:
            found = self._cover(value)
        else:
            found = self[value[: self.deciding]]
        if len(self) >= _MOST_KEPT:
            self.clear()  # a million claims must not fill the memory
        self[value] = found
        return found

    def _cover(self, opening: str) -> bool:
        return opening.startswith(self._beginnings) or any(one.covers(opening) for one in self._ranges)


def read_patterns(text: str) -> Patterns:
    """Read ``N18.1-N18.4, N18.9``; empty text covers nothing."""
    found = []
    for part in text.split(",") if text.strip() else ():
        first, _, last = part.strip().partition("-")
        found.append(Pattern(undotted(first), undotted(last or first)))
    return Patterns(tuple(found))


# covered(patterns, code): True when any of the patterns covers the code. Asked hundreds of times a note.
covered: Callable[[Patterns, str], bool] = getitem
