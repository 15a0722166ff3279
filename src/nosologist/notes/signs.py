"""Signs: what a statement must have for a pattern to find anything in it.

What stands between two blanks is judged once, with the letters that each pattern needs. Most statements then tell by the bits of
their chunks that nothing is to be sought in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from itertools import takewhile
from operator import or_
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from nosologist.codesets.memo import Kept, Memo
from nosologist.notes.sought import small

_MOST_CHUNKS = 50_000
_AT_ONE_PLACE = frozenset({ops.AT, ops.ASSERT, ops.ASSERT_NOT})  # takes no letters: a literal goes on behind it
_REPEATS = frozenset({ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT})

MayHold = Callable[[str], bool]  # of a chunk in small letters
Sought = Mapping[str, re.Pattern[str] | MayHold]  # by the name of its sign
Item = tuple[Any, Any]  # of a parsed pattern


class Signs:
    """Which of some patterns a statement may hold, by their names."""

    def __init__(self, **patterns: re.Pattern[str] | MayHold) -> None:
        self._may_hold = [may_hold(one) for one in patterns.values()]
        self._bits = Memo(self._bits_of, _MOST_CHUNKS)
        self._named = Kept[int, frozenset[str]](
            lambda bits: frozenset(name for number, name in enumerate(patterns) if bits >> number & 1)
        )

    def of(self, chunks: Iterable[str]) -> frozenset[str]:
        """The names of the patterns that may find something in what stands between the blanks of a statement."""
        return self._named[reduce(or_, map(self._bits.__getitem__, chunks), 0)]

    def _bits_of(self, chunk: str) -> int:
        chunk = small(chunk)
        return sum(1 << number for number, may in enumerate(self._may_hold) if may(chunk))


class Rare:
    """A pattern (in any case) that few texts hold: only a text with letters that it needs is searched.

    Where it begins with letters of its own, it is tried at these alone.
    """

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern, re.IGNORECASE)
        self._may_hold = _has_some(needed(self._pattern))
        self._openings = openings(self._pattern)

    def search(self, text: str) -> re.Match[str] | None:
        """The first place in a text."""
        return next(self.finditer(text), None)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every place in a text, without overlap."""
        said = small(text)
        if not self._may_hold(said):
            return iter(())
        if not self._openings:
            return self._pattern.finditer(text)
        return self._at(sorted(at for letters in self._openings for at in _places(letters, said)), text)

    def _at(self, starts: Iterable[int], text: str) -> Iterator[re.Match[str]]:
        end = 0
        for start in starts:
            if start >= end and (found := self._pattern.match(text, start)):
                yield found
                end = found.end()


def _places(letters: str, text: str) -> Iterator[int]:
    at = text.find(letters)
    while at >= 0:
        yield at
        at = text.find(letters, at + 1)


def may_hold(sought: re.Pattern[str] | MayHold) -> MayHold:
    """Whether a chunk in small letters may belong to what a pattern finds."""
    return _has_some(needed(sought)) if isinstance(sought, re.Pattern) else sought


def either(*patterns: re.Pattern[str]) -> MayHold:
    """Whether a chunk in small letters may belong to what one of some patterns finds."""
    return _has_some(frozenset[str]().union(*map(needed, patterns)))


def _has_some(letters: frozenset[str]) -> MayHold:
    return lambda chunk: any(one in chunk for one in letters)


def needed(pattern: re.Pattern[str]) -> frozenset[str]:
    """Letters, small and without blanks, of which every text that a pattern finds has some; read from the pattern itself.

    Raises:
        ValueError: the pattern can find a text without any letters of its own.
    """
    found = _needed(list(parser.parse(pattern.pattern, pattern.flags)))
    if found is None:
        raise ValueError(f"{pattern.pattern}: finds texts without any letters of its own")
    return found


_LEAST_OPENING = 2  # letters: shorter ones stand everywhere


def openings(pattern: re.Pattern[str]) -> frozenset[str]:
    """Letters, small, of which every text that a pattern finds begins with some; none where it may begin with many others."""
    found = _openings(list(parser.parse(pattern.pattern, pattern.flags)))
    return found if found and min(map(len, found)) >= _LEAST_OPENING else frozenset()


def _openings(items: list[Item]) -> frozenset[str] | None:
    """What a sequence may begin with; None where that is not told by letters."""
    at = next((at for at, (kind, _) in enumerate(items) if kind not in _AT_ONE_PLACE), len(items))
    if at == len(items):
        return None
    (kind, value), rest = items[at], items[at + 1 :]
    if kind is ops.LITERAL:
        run = takewhile(lambda item: item[0] is ops.LITERAL, items[at:])
        return frozenset({small("".join(chr(letter) for _, letter in run))})
    ways: list[list[Item]] = []
    if kind is ops.SUBPATTERN:
        ways = [[*value[-1], *rest]]
    elif kind is ops.BRANCH:
        ways = [[*way, *rest] for way in value[1]]
    elif kind in _REPEATS:
        ways = [[*value[2], *rest], rest] if value[0] == 0 else [list(value[2])]
    elif kind is ops.IN and all(one is ops.LITERAL for one, _ in value):
        ways = [[letter, *rest] for letter in value]
    found = [_openings(way) for way in ways]
    return frozenset[str]().union(*(one for one in found if one is not None)) if found and None not in found else None


def _needed(items: Iterable[Item]) -> frozenset[str] | None:
    """The best of what the parts of a sequence need: where the shortest is longest; None where no part needs any."""
    ways: list[frozenset[str]] = []
    run: list[Item] = []  # letters that stand together
    for kind, value in _flat(items):
        if kind is ops.LITERAL and not chr(value).isspace():
            run.append((kind, value))
        elif kind not in _AT_ONE_PLACE:
            ways += _of_run(run)
            ways += _of_part(kind, value, run)
            run = []
    ways += _of_run(run)
    return max(ways, key=lambda way: (min(map(len, way)), -len(way)), default=None)


def _flat(items: Iterable[Item]) -> Iterable[Item]:
    """The parts of a sequence, those of its groups among them."""
    for kind, value in items:
        if kind is ops.SUBPATTERN:
            yield from _flat(value[-1])
        else:
            yield kind, value


def _of_run(run: list[Item]) -> list[frozenset[str]]:
    return [frozenset({small("".join(chr(value) for _, value in run))})] if run else []


def _of_part(kind: Any, value: Any, run: list[Item]) -> list[frozenset[str]]:
    if kind is ops.BRANCH:
        ways = [_needed([*run, *way]) for way in value[1]]
        return [] if None in ways else [frozenset().union(*(way for way in ways if way is not None))]
    inside = _needed(value[2]) if kind in _REPEATS and value[0] else None
    return [] if inside is None else [inside]
