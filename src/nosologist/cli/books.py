"""Open the library with a progress bar for the first use."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

from nosologist.codesets.library import Library

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class FirstUse:
    """Shows how far the compilation of a release is, on a terminal; silent in a pipe and when nothing is compiled."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __call__(self, what: str, part: float) -> None:
        """Report progress, as the library calls it."""
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task("compiling the books", total=1.0)
        if self._task is not None:
            self._bar.update(self._task, completed=part, description=f"compiling the books once: {what}")

    def __enter__(self) -> Library:
        return Library(progress=self)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
