"""Lacking: what the "without" of a statement speaks of, and what that of a term does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from nosologist.codesets.terms import Terms
from nosologist.codesets.words import term_words

_WITHOUT = "without"
_NEXT = 3  # words behind it in which something else that is lacking stands
_OBJECT = re.compile(r"\bwithout (?P<first>[^,;()\[\]]+)(?P<rest>[^;()\[\]]*)", re.IGNORECASE)
_LIST = re.compile(r",? (?:and|or) ", re.IGNORECASE)
_WITH = re.compile(r"\bwith\b.*")


def lacks_another(path: tuple[str, ...], positions: Sequence[int], ids: Sequence[int], terms: Terms) -> bool:
    """True where a term is "without" one thing and the statement "without" another.

    "Chronic migraine with aura, intractable, without status" is no "chronic migraine without aura, intractable".

    Args:
        path: the words of the term.
        positions: of its words in the statement, ascending.
        ids: of the words of the statement.
        terms: the terms of the book.
    """
    words = _object(path)
    if not words:
        return False
    without = terms.plain_word_id(_WITHOUT)
    place = next((at for at, position in enumerate(positions) if ids[position] == without), None)
    if place is None:
        return False
    if place == len(positions) - 1:
        return any(word > 0 for word in ids[positions[place] + 1 : positions[place] + _NEXT])
    return ids[positions[place + 1]] not in {terms.plain_word_id(word) for word in words}


@lru_cache(maxsize=100_000)
def _object(path: tuple[str, ...]) -> frozenset[str]:
    """The words of what a term is without; all of a list, else to the comma; none where it says "without" not once."""
    told = [part for part in path if _WITHOUT in part.lower()]
    if len(told) != 1 or told[0].lower().count(_WITHOUT) != 1:
        return frozenset()
    found = _OBJECT.search(told[0])
    if found is None:
        return frozenset()
    rest = _WITH.sub("", found["rest"])
    return frozenset(term_words(found["first"] + (rest if _LIST.search(rest) else "")))
