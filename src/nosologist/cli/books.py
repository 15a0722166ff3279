"""Open the library with a progress bar for the first use."""

from __future__ import annotations

from types import TracebackType

from nosologist.cli.working import Working
from nosologist.codesets.library import Library


class FirstUse:
    """Shows how far the compilation of a release is, on a terminal; silent in a pipe and when nothing is compiled."""

    def __init__(self) -> None:
        self._working = Working()

    def __enter__(self) -> Library:
        return Library(progress=lambda what, part: self._working(f"compiling the books once: {what}", part))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._working.__exit__(kind, error, trace)
