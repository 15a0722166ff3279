"""A range of codes as a note of the Tabular names it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple


class CodeRange(NamedTuple):
    """First and last prefix, undotted; both stand for all below them."""

    first: str
    last: str
    only: str = ""  # a pattern that the beginning of a code must fit besides: "with fifth character 2" is ".{4}2"

    def covers(self, value: str) -> bool:
        """True when the range has a code (undotted)."""
        return in_any((self,), value)


def in_any(ranges: tuple[CodeRange, ...], value: str) -> bool:
    """True when any of the ranges has a code (undotted). Asked many times a claim."""
    for first, last, only in ranges:
        if first <= value[: len(first)] and value[: len(last)] <= last and (not only or _pattern(only).match(value)):
            return True
    return False


@cache
def _pattern(only: str) -> re.Pattern[str]:
    return re.compile(only)
