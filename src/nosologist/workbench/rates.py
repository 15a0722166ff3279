"""How many requests a person or a token may make: counted over the last minute, in the memory of the process.

One process serves (waitress, with threads), so nothing is written for it; who stops and starts the server starts to count anew.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass

WINDOW = 60.0  # seconds
A_MINUTE = 600  # requests: a coder at work makes a few dozen
_CROWD = 1000  # from so many on, those who have been silent for a minute are forgotten


@dataclass(frozen=True, slots=True)
class Refusal:
    """Too many: when to ask again, and whether this is the first refusal of a row, which is written down."""

    seconds: int
    is_first: bool


class Rates:
    """The times of everybody's last requests. What is refused is not counted: who waits gets on."""

    def __init__(self, most: int = A_MINUTE) -> None:
        self._most = most
        self._times: dict[Hashable, deque[float]] = {}
        self._refused: dict[Hashable, float] = {}
        self._lock = threading.Lock()

    def refusal(self, who: Hashable) -> Refusal | None:
        """Count a request; or say that it is one too many."""
        now = time.monotonic()
        with self._lock:
            if len(self._times) >= _CROWD and who not in self._times:
                self._forget(now - WINDOW)
            times = self._times.setdefault(who, deque(maxlen=self._most))
            if len(times) < self._most or times[0] <= now - WINDOW:
                times.append(now)  # the oldest makes room
                return None
            is_first = self._refused.get(who, 0.0) <= now - WINDOW
            if is_first:
                self._refused[who] = now
            return Refusal(int(times[0] + WINDOW - now) + 1, is_first)

    def _forget(self, before: float) -> None:
        self._times = {who: times for who, times in self._times.items() if times[-1] > before}
        self._refused = {who: at for who, at in self._refused.items() if at > before}
