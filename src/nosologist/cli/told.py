"""What is said on standard error when the work is done: at most a screen of it."""

from __future__ import annotations

import sys

_MOST = 20


class Told:
    """Messages kept for the end, and their number."""

    def __init__(self) -> None:
        self.count = 0
        self._kept: list[str] = []

    def add(self, message: str) -> None:
        """Keep a message."""
        self.count += 1
        if len(self._kept) < _MOST:
            self._kept.append(message)

    def tell(self) -> None:
        """Say them."""
        for message in self._kept:
            print(f"noso: {message}", file=sys.stderr)
        if self.count > len(self._kept):
            print(f"noso: and {self.count - len(self._kept)} more of the kind", file=sys.stderr)
