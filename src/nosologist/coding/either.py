"""Either: "and" in a title means "and" or "or" (I.A.14): "ankle and foot" is the code of an ankle, of a foot, and of both."""

from __future__ import annotations

import re

from nosologist.codesets.library import Books
from nosologist.codesets.tabular import TabularCode
from nosologist.codesets.words import term_words

_CHAPTERS = frozenset({12, 13, 19})  # skin, bones, injuries: what "and" joins there are sites
_PAIR = re.compile(
    r"(?P<one>[a-z-]+) and (?P<other>[a-z-]+(?: (?:area|areas|region|joint|parts|level|girdle|organs))?)\b"
)
_AROUND = frozenset({"right", "left", "unspecified", "other", "of", "the"})


def either_site(code: TabularCode, documented: frozenset[int], books: Books) -> frozenset[int]:
    """The words of sites that a documented site stands for in the titles below a header."""
    if code.chapter not in _CHAPTERS:
        return frozenset()
    found: set[int] = set()
    for one, other in _pairs(code, books):
        if one <= documented:
            found |= other
        elif other <= documented:
            found |= one
    return frozenset(found)


def _pairs(code: TabularCode, books: Books) -> tuple[tuple[frozenset[int], frozenset[int]], ...]:
    key = ("either", code.value)
    known = books.memo.get(key)
    if known is None:
        pairs = []
        for child in books.tabular.children(code.value):
            match = None if child.seventh else _PAIR.search(child.title.lower())
            if match:
                pairs.append((_ids(match["one"], books), _ids(match["other"], books)))
        known = books.memo[key] = tuple(pair for pair in pairs if pair[0] and pair[1])
    return known


def _ids(words: str, books: Books) -> frozenset[int]:
    ids = (books.terms.plain_word_id(word) for word in term_words(words) if word not in _AROUND)
    return frozenset(word for word in ids if word > 0)


def told_apart(title: str, titles: dict[str, frozenset[int]]) -> frozenset[int]:
    """Words by which the children of "subluxation and dislocation" are told apart: some have the one, some the other."""
    if not re.search(r"\b(?:and|or)\b", title):
        return frozenset()
    every = frozenset.intersection(*titles.values()) if titles else frozenset()
    some = frozenset().union(*titles.values())
    words = some - every
    lacking = [words - ids for ids in titles.values()]
    return frozenset(word for word in words if any(word in missing and missing < words for missing in lacking))
