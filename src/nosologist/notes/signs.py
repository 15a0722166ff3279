"""Signs: what a statement must have for a pattern to find anything in it.

What stands between two blanks is judged once, with the letters that each pattern needs. Most statements then tell by the bits of
their chunks that nothing is to be sought in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, reduce
from itertools import accumulate, filterfalse, takewhile
from operator import or_
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from nosologist.codesets.memo import Kept, Memo
from nosologist.notes.sought import small

_MOST_CHUNKS, _LONGEST = 50_000, 40  # that are kept; their characters
_AT_ONE_PLACE = frozenset({ops.AT, ops.ASSERT, ops.ASSERT_NOT})  # takes no letters: a literal goes on behind it
_REPEATS = frozenset({ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT})

MayHold = Callable[[str], bool]  # of a chunk in small letters
Sought = Mapping[str, re.Pattern[str] | MayHold]  # by the name of its sign
Item = tuple[Any, Any]  # of a parsed pattern


class Bits:
    """Bits of what stands between two blanks, worked out once for each; most of it has none, which is known at a glance."""

    def __init__(self, make: Callable[[str], int]) -> None:
        self._make = make
        self._bits = Memo(self._made, _MOST_CHUNKS)
        self._silent = set[str]()

    def of(self, chunks: Iterable[str]) -> int:
        """The bits of some chunks together."""
        telling = filterfalse(self._silent.__contains__, chunks)
        return reduce(or_, map(self._bits.__getitem__, telling), 0)

    def _made(self, chunk: str) -> int:
        bits = self._make(chunk)
        if not bits and len(chunk) <= _LONGEST:
            if len(self._silent) >= _MOST_CHUNKS:
                self._silent.clear()
            self._silent.add(chunk)
        return bits


class Signs:
    """Which of some patterns a statement may hold, by their names."""

    def __init__(self, **patterns: re.Pattern[str] | MayHold) -> None:
        self.width = len(patterns)
        self._may_hold = [may_hold(one) for one in patterns.values()]
        self._bits = Bits(lambda chunk: self.bits_of(small(chunk)))
        self.named = Kept[int, frozenset[str]](
            lambda bits: frozenset(name for number, name in enumerate(patterns) if bits >> number & 1)
        )  # the names of some bits

    def of(self, chunks: Iterable[str]) -> frozenset[str]:
        """The names of the patterns that may find something in what stands between the blanks of a statement."""
        return self.named[self.bits(chunks)]

    def bits(self, chunks: Iterable[str]) -> int:
        """The bits of the patterns that may find something in what stands between the blanks of a statement."""
        return self._bits.of(chunks)

    def bits_of(self, chunk: str) -> int:
        """The bits of a chunk in small letters."""
        return sum(1 << number for number, may in enumerate(self._may_hold) if may(chunk))


class Lanes:
    """Signs of several kinds side by side in one number: a statement is gone through once for all of them."""

    def __init__(self, first: int, *kinds: Signs) -> None:
        """``first``: the bit at which they begin."""
        begin = accumulate((one.width for one in kinds), initial=first)
        self.places = {one: (at, (1 << one.width) - 1) for one, at in zip(kinds, begin, strict=False)}

    def bits_of(self, chunk: str) -> int:
        """The bits of a chunk in small letters."""
        return reduce(or_, (one.bits_of(chunk) << at for one, (at, _) in self.places.items()), 0)


class Marks(NamedTuple):
    """The bits of a statement, with what they mean."""

    bits: int
    lanes: Lanes

    def of(self, signs: Signs) -> frozenset[str]:
        """The names of the patterns of one kind that may find something in the statement."""
        at, mask = self.lanes.places[signs]
        return signs.named[self.bits >> at & mask]


class Rare:
    """A pattern (in any case) that few texts hold: only a text with letters that it needs is searched.

    Where it begins with letters of its own, it is tried at these alone.
    """

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern, re.IGNORECASE)
        self._needed = needed(self._pattern)
        self._openings = openings(self._pattern)
        self._asks_first = not self._openings or len(self._needed) < len(self._openings)

    def search(self, text: str) -> re.Match[str] | None:
        """The first place in a text."""
        return next(self.finditer(text), None)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every place in a text, without overlap."""
        said = small(text)
        if self._asks_first:
            for letters in self._needed:
                if letters in said:
                    break
            else:
                return iter(())
        if not self._openings:
            return self._pattern.finditer(text)
        starts: list[int] = []
        for letters in self._openings:
            at = said.find(letters)
            while at >= 0:
                starts.append(at)
                at = said.find(letters, at + 1)
        return self._at(sorted(starts), text) if starts else iter(())

    def _at(self, starts: Iterable[int], text: str) -> Iterator[re.Match[str]]:
        end = 0
        for start in starts:
            if start >= end and (found := self._pattern.match(text, start)):
                yield found
                end = found.end()


def may_hold(sought: re.Pattern[str] | MayHold) -> MayHold:
    """Whether a chunk in small letters may belong to what a pattern finds."""
    return either(sought) if isinstance(sought, re.Pattern) else sought


def either(*patterns: re.Pattern[str]) -> MayHold:
    """Whether a chunk in small letters may belong to what one of some patterns finds."""
    letters = frozenset[Letters]().union(*map(_needed_by, patterns))
    if not any(one.opens or one.ends for one in letters):
        return _has_some(frozenset(one.written for one in letters))
    written = "|".join(sorted(map(_as_pattern, letters)))
    pattern = cache(lambda: re.compile(written))  # when a chunk is first judged
    return lambda chunk: pattern().search(chunk) is not None


def within(*patterns: re.Pattern[str]) -> MayHold:
    """The same for patterns that are looked for in a part of a text that may begin within a word: by letters alone."""
    return _has_some(frozenset[str]().union(*map(needed, patterns)))


def _as_pattern(letters: Letters) -> str:
    return r"\b" * letters.opens + re.escape(letters.written) + r"\b" * letters.ends


def _has_some(letters: frozenset[str]) -> MayHold:
    return lambda chunk: any(one in chunk for one in letters)


def needed(pattern: re.Pattern[str]) -> frozenset[str]:
    """Letters, small and without blanks, of which every text that a pattern finds has some; read from the pattern itself.

    Raises:
        ValueError: the pattern can find a text without any letters of its own.
    """
    return frozenset(one.written for one in _needed_by(pattern))


class Letters(NamedTuple):
    """Letters that stand together, and whether a word begins or ends with them."""

    written: str
    opens: bool
    ends: bool


def _needed_by(pattern: re.Pattern[str]) -> frozenset[Letters]:
    found = _needed(list(parser.parse(pattern.pattern, pattern.flags)))
    if found is None:
        raise ValueError(f"{pattern.pattern}: finds texts without any letters of its own")
    return found


_LEAST_OPENING = 2  # letters: shorter ones stand everywhere
_TELLING_OPENING = (
    4  # letters: shorter ones stand at many places ("at" in "patient"), and what may follow is told with them
)


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
        run = list(takewhile(lambda item: item[0] is ops.LITERAL, items[at:]))
        letters = small("".join(chr(letter) for _, letter in run))
        further = _openings(items[at + len(run) :]) if len(letters) < _TELLING_OPENING else None
        return frozenset(letters + more for more in further) if further else frozenset({letters})
    ways: list[list[Item]] = []
    if kind is ops.SUBPATTERN:
        ways = [[*value[-1], *rest]]
    elif kind is ops.BRANCH:
        ways = [[*way, *rest] for way in value[1]]
    elif kind in _REPEATS:
        least, most, repeated = value
        once = (
            [*repeated, *rest] if most == 1 else [*repeated]
        )  # what comes more than once is followed by itself as well
        ways = [once, rest] if least == 0 else [once]
    elif kind is ops.IN and all(one is ops.LITERAL for one, _ in value):
        ways = [[letter, *rest] for letter in value]
    found = [_openings(way) for way in ways]
    return frozenset[str]().union(*(one for one in found if one is not None)) if found and None not in found else None


def _needed(items: Iterable[Item]) -> frozenset[Letters] | None:
    """The best of what the parts of a sequence need: where the shortest is longest; None where no part needs any."""
    ways: list[frozenset[Letters]] = []
    run: list[Item] = []  # letters that stand together, behind the edge of a word where there is one
    parts = list(_flat(items))
    for (kind, value), behind in zip(parts, [*parts[1:], None], strict=True):
        if _is_edge(kind, value):
            ways += _of_run([*run, _EDGE])
            run = [_EDGE]
        elif kind is ops.LITERAL:
            run.append((kind, value))
        elif kind not in _AT_ONE_PLACE:
            ways += _of_run(run)
            ways += _of_part(kind, value, run, [_EDGE] if behind and _is_edge(*behind) else [])
            run = []
    ways += _of_run(run)
    return max(ways, key=lambda way: (min(map(_length, way)), -len(way)), default=None)


_EDGE: Item = (ops.AT, ops.AT_BOUNDARY)  # of a word


def _is_edge(kind: Any, value: Any) -> bool:
    return (kind, value) == _EDGE or (kind is ops.LITERAL and chr(value).isspace())


def _length(letters: Letters) -> int:
    """How much letters tell: an edge as much as a letter."""
    return len(letters.written) + letters.opens + letters.ends


def _flat(items: Iterable[Item]) -> Iterable[Item]:
    """The parts of a sequence, those of its groups among them."""
    for kind, value in items:
        if kind is ops.SUBPATTERN:
            yield from _flat(value[-1])
        else:
            yield kind, value


def _of_run(run: list[Item]) -> list[frozenset[Letters]]:
    """What a run needs: its letters, with the edges at which a word can begin or end."""
    letters = "".join(chr(value) for kind, value in run if kind is ops.LITERAL)
    if not letters:
        return []
    opens, ends = (run[at] == _EDGE and _is_of_word(letters[at]) for at in (0, -1))
    return [frozenset({Letters(small(letters), opens, ends)})]


def _is_of_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _of_part(kind: Any, value: Any, run: list[Item], behind: list[Item]) -> list[frozenset[Letters]]:
    if kind is ops.BRANCH:
        ways = [_needed([*run, *way, *behind]) for way in value[1]]
        return [] if None in ways else [frozenset[Letters]().union(*(way for way in ways if way is not None))]
    inside = _needed(value[2]) if kind in _REPEATS and value[0] else None
    return [] if inside is None else [inside]
