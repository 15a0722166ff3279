"""The lines of a note."""

from __future__ import annotations

from collections.abc import Iterator


def lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the lines of a part of a text stand, empty ones left out."""
    before = 0
    if text.find("\r", start, end) >= 0:
        before, text = start, text[start:end].replace("\r", "\n")
        start, end = 0, end - start
    while start < end:
        stop = text.find("\n", start, end)
        if stop < 0:
            stop = end
        if stop > start:
            yield before + start, before + stop
        start = stop + 1
