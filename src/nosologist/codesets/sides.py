"""Right, left, both, or not said: the side that a code's title names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from nosologist.codesets.tabular import Tabular

_WORD = re.compile(r"[a-z0-9]+")
_SIDES = {"right": "right", "left": "left", "bilateral": "both", "unspecified": "open"}
_SHORTEST_OPEN = 5  # characters of a code that may leave the side open
_BEGINNINGS = (5, 4)  # characters that such a code shares with its twins, the usual number first
_SAYS_NOTHING = frozenset({"unilateral", "of", "the", "and", "both"})
# Words that name the part in one title and not in its twin: "first carpometacarpal joint, right hand".
_MAY_LACK = frozenset({"hand", "foot", "leg", "limb", "side", "eye", "ear"})


class Side(NamedTuple):
    """A side and the words of the title without it."""

    side: str  # right, left, both or open
    rest: frozenset[str]


@lru_cache(maxsize=20_000)
def side_of(title: str) -> Side | None:
    """The side that a title names; None where it names none, or two of them."""
    text = title.lower()
    if "right" not in text and "left" not in text and "unspecified" not in text and "bilateral" not in text:
        return None
    words = [word.removesuffix("s") for word in _WORD.findall(text)]
    named = {word for word in words if word in _SIDES}
    stated = named - {"unspecified"} or named
    if len(stated) != 1:
        return None
    word = stated.pop()
    return Side(_SIDES[word], frozenset(words) - {word} - _SAYS_NOTHING)


def bilateral_of(value: str, tabular: Tabular) -> str | None:
    """The valid code for both sides that goes with a code for one side, or None. Undotted."""
    code = tabular.get(value)
    one = side_of(code.title) if code else None
    if one is None or one.side not in ("right", "left"):
        return None
    shortest = 4 if value[:1] in "ST" else 3
    for length in range(min(5, len(value) - 1), shortest - 1, -1):
        for other, title in tabular.titled(value[:length], "bilateral"):
            both = side_of(title)
            if both and both.side == "both" and len(other) <= len(value) and _same(both.rest, one.rest):
                return other
    return None


Twins = Mapping[tuple[frozenset[str], int], Mapping[str, str]]  # rest of the title, length of the code -> side -> code


def twins_below(prefix: str, tabular: Tabular) -> Twins:
    """The codes below a prefix that name a side; those that differ in nothing else stand together."""
    found: dict[tuple[frozenset[str], int], dict[str, str]] = {}
    for other, title in tabular.titled(prefix, "right") + tabular.titled(prefix, "left"):
        if side := side_of(title):
            found.setdefault((side.rest - {"unspecified"}, len(other)), {})[side.side] = other
    return found


def open_side(value: str, tabular: Tabular, twins: Callable[[str], Twins]) -> tuple[str, ...]:
    """For a code whose title leaves the side open: the codes for the right and the left, where there are both.

    ``twins`` answers for ``twins_below``.
    """
    code = tabular.get(value)
    if code is None or len(value) < _SHORTEST_OPEN or "unspecified" not in code.title.lower():
        return ()
    one = side_of(code.title)
    if one is None or one.side != "open":
        return ()
    for length in _BEGINNINGS:
        sided = twins(value[:length]).get((one.rest, len(value)), {}) if length < len(value) else {}
        if "right" in sided and "left" in sided:
            return (sided["right"], sided["left"])
    return ()


def _same(both: frozenset[str], one: frozenset[str]) -> bool:
    return both <= one and one - both <= _MAY_LACK
