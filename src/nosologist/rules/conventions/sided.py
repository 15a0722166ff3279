"""The side that a code's title names, as rules ask for it."""

from __future__ import annotations

from nosologist.codesets.library import Books, kept_by_code
from nosologist.codesets.sides import Side, Twins, open_side, side_of, twins_below


@kept_by_code
def one_side(value: str, books: Books) -> Side | None:
    """The side of a code for the right or the left; None for any other code."""
    found = books.tabular.get(value)
    title = found.title.lower() if found else ""
    side = side_of(title) if "right" in title or "left" in title else None  # most titles name none
    return side if side and side.side in ("right", "left") else None


@kept_by_code
def open_sides(value: str, books: Books) -> tuple[str, ...]:
    """The codes for the right and the left where a code leaves the side open; empty for any other code."""
    return open_side(value, books.tabular, lambda prefix: _twins(prefix, books))


@kept_by_code
def _twins(prefix: str, books: Books) -> Twins:
    return twins_below(prefix, books.tabular)
