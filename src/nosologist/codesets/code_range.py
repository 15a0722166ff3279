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
        inside = self.first <= value[: len(self.first)] and value[: len(self.last)] <= self.last
        return inside and (not self.only or _pattern(self.only).match(value) is not None)


@cache
def _pattern(only: str) -> re.Pattern[str]:
    return re.compile(only)
