"""A progress bar for many files on a terminal; silence in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
_FEW = 5  # below this a bar would only flicker


def tracked(items: Iterable[T], count: int, what: str) -> Iterator[T]:
    """Pass the items on and show how many are done."""
    if count < _FEW or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, description=what, total=count, console=Console(stderr=True), transient=True)
