"""What a look-up answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """A code that answers a query."""

    system: str
    code: str  # as printed: S72.001A
    title: str
    valid: bool
    by: str  # the Index path, title or inclusion term that leads there
    score: float  # how well it answers, beside the others
    explains: float  # the share of the query that it explains, 0 to 1


@dataclass(frozen=True, slots=True)
class Answer:
    """The results of a query: ``best`` answer it, ``also`` are near; ``notes`` tell how it was read."""

    query: str
    best: tuple[Result, ...]
    also: tuple[Result, ...]
    notes: tuple[str, ...] = ()

    @property
    def results(self) -> tuple[Result, ...]:
        """All of them, best first."""
        return (*self.best, *self.also)
