"""The lines of a note."""

from __future__ import annotations

from itertools import accumulate


def lines(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """The lines of a part of a text that are not empty, with where each begins."""
    part = text[start:end]
    if "\r" in part:
        part = part.replace("\r", "\n")
    found = part.split("\n")
    starts = accumulate([len(line) + 1 for line in found], initial=start)
    return [(at, line) for at, line in zip(starts, found, strict=False) if line]


def lines_with(text: str, small: str, *letters: str) -> list[int]:
    """Where the lines begin that have some letters; ``small`` is the text in small letters, as long as the text."""
    found = set()
    for one in letters:
        at = small.find(one)
        while at >= 0:
            found.add(text.rfind("\n", 0, at) + 1)
            at = small.find(one, at + 1)
    return sorted(found)
