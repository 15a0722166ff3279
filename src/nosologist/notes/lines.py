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
