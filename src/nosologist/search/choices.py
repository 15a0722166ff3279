"""What a coder still chooses at a code: its 7th character, and its side."""

from __future__ import annotations

import re

from nosologist.codesets.library import Books
from nosologist.model.code import dotted, undotted

_SIDE = re.compile(r"\b(?:right|left|bilateral|unspecified)\b", re.IGNORECASE)
_SIDES = ("right", "left", "bilateral")


def without_side(title: str) -> str:
    """A title without the words that tell its side from that of its sisters."""
    return _SIDE.sub("", title)


def sevenths(code: str, books: Books) -> tuple[tuple[str, str], ...]:
    """The 7th characters that a code may take, with their meaning; none where it takes none."""
    value = undotted(code)
    found = books.tabular.get(value)
    if found is None or not (found.seventh or any(child.seventh for child in books.tabular.children(value))):
        return ()
    base = found.parent or value if found.seventh else value
    known = {child.value[-1] for child in books.tabular.children(base)}
    return tuple(pair for pair in books.tabular.sevenths(value) if pair[0] in known)


def sides(code: str, books: Books) -> tuple[tuple[str, str], ...]:
    """The same condition on every side that the Tabular has: (side, code), right first; none where it has no sides."""
    value = undotted(code)
    found = books.tabular.get(value)
    base = books.tabular.get(found.parent or "") if found and found.seventh else found
    if base is None or base.parent is None:
        return ()
    ending = value[len(base.value) :]
    sisters = {}
    for sister in books.tabular.children(base.parent):
        side = next((side for side in _SIDES if side in sister.title.lower()), None)
        if side and without_side(sister.title) == without_side(base.title):
            sisters[side] = dotted(sister.value + ending)
    return tuple((side, sisters[side]) for side in _SIDES if side in sisters)
