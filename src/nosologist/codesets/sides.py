"""Right, left, both, or not said: the side that a code's title names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from nosologist.codesets.tabular import Tabular

_WORD = re.compile(r"[a-z0-9]+")
_SIDES = {"right": "right", "left": "left", "bilateral": "both", "unspecified": "open"}
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
    if not any(word in text for word in _SIDES):
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


def open_side(value: str, tabular: Tabular) -> tuple[str, ...]:
    """For a code whose title leaves the side open: the codes for the right and the left, where there are both."""
    code = tabular.get(value)
    one = side_of(code.title) if code else None
    if one is None or one.side != "open" or len(value) < 5:
        return ()
    sided = {}
    for other, title in tabular.titled(value[:5], "right") + tabular.titled(value[:5], "left"):
        side = side_of(title)
        if side and side.rest - {"unspecified"} == one.rest and len(other) == len(value):
            sided[side.side] = other
    return (sided["right"], sided["left"]) if {"right", "left"} <= sided.keys() else ()


def _same(both: frozenset[str], one: frozenset[str]) -> bool:
    return both <= one and one - both <= _MAY_LACK
