"""Two notes side by side: which lines are the same, and in lines that differ, which words. Pure, and the same on every run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

LONGEST = 200_000  # characters of a note that are compared: who compares reads them
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_ALIKE = 0.4  # share of words below which two lines are no versions of one another
_LONGEST_LINE = 4_000  # characters of lines that are compared word by word


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a line."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the one note beside a line of the other; None where that note has none."""

    left: tuple[Part, ...] | None
    right: tuple[Part, ...] | None

    @property
    def is_same(self) -> bool:
        """True where both notes have this line, but for blanks."""
        return (
            self.left is not None
            and self.right is not None
            and not any(part.differs for part in self.left + self.right)
        )


def compared(left: str, right: str) -> tuple[Row, ...]:
    """The rows of two texts, in order; each line of both stands in one row."""
    one, other = left[:LONGEST].splitlines(), right[:LONGEST].splitlines()
    matcher = SequenceMatcher(None, [_folded(line) for line in one], [_folded(line) for line in other])
    rows: list[Row] = []
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            rows += [Row(_plain(a), _plain(b)) for a, b in zip(one[i1:i2], other[j1:j2], strict=True)]
        else:
            rows += _changed(one[i1:i2], other[j1:j2])
    return tuple(rows)


def _folded(line: str) -> str:
    return " ".join(line.split())


def _plain(line: str, differs: bool = False) -> tuple[Part, ...]:
    return (Part(line, differs),)


def _changed(one: Sequence[str], other: Sequence[str]) -> Iterator[Row]:
    """Lines that differ, one beside the other: word by word where they are versions of each other, else whole."""
    for a, b in zip_longest(one, other):
        if a is None or b is None:
            yield Row(None if a is None else _plain(a, True), None if b is None else _plain(b, True))
            continue
        words, others = _WORDS.findall(a[:_LONGEST_LINE]), _WORDS.findall(b[:_LONGEST_LINE])
        matcher = SequenceMatcher(None, words, others, autojunk=False)
        if max(len(a), len(b)) > _LONGEST_LINE or matcher.ratio() < _ALIKE:
            yield Row(_plain(a, True), None)
            yield Row(None, _plain(b, True))
            continue
        codes = matcher.get_opcodes()
        yield Row(
            tuple(Part("".join(words[i1:i2]), what != "equal") for what, i1, i2, _, _ in codes if i2 > i1),
            tuple(Part("".join(others[j1:j2]), what != "equal") for what, _, _, j1, j2 in codes if j2 > j1),
        )
