"""A table that makes its values when they are first asked for, and never grows without bound."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")
_LONGEST = 40  # characters of a key that is kept


class Memo(dict[str, Value]):
    """Word -> what is made of it. A dictionary, because nothing is quicker to ask; cleared when full."""

    def __init__(self, make: Callable[[str], Value], most: int) -> None:
        self._make = make
        self._most = most

    def __missing__(self, key: str) -> Value:
        value = self._make(key)
        if len(key) <= _LONGEST:
            if len(self) >= self._most:
                self.clear()
            self[key] = value
        return value


class Kept(dict[Key, Value]):
    """A number, or another key of which there are only so many -> what is made of it, once. ``Kept(make).__getitem__`` asks it."""

    def __init__(self, make: Callable[[Key], Value]) -> None:
        self._make = make

    def __missing__(self, key: Key) -> Value:
        value = self[key] = self._make(key)
        return value
