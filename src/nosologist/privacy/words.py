"""The words by which identifiers are told, from ``words.txt``."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def _all() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    name = ""
    for line in Path(__file__).with_name("words.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif line and not line.startswith("#"):
            found[name] = (*found.get(name, ()), *(word.replace("_", " ") for word in line.split()))
    return found


def words(name: str) -> tuple[str, ...]:
    """The words of a name in ``words.txt``."""
    return _all()[name]


def any_of(*names: str) -> str:
    """A pattern for any of the words, the longest first."""
    found = {word for name in names for word in words(name)}
    longest = sorted(found, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest) + ")"
