"""The set-trie of a release: finds every term whose words are all present, in any order.

Word ids are ranked, the rarest word of all terms first, and each term is filed under its words in that order. A root (the rarest
word of some terms) is read when a note first uses its word, and unpacked one level at a time where a note goes: a new word
costs microseconds, however many terms begin with it.
"""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zlib import compress, decompress

# Of the same words the Index weighs more than the neoplasm table, and this more than inclusion terms and titles.
AUTHORITY = {"index": 0, "neoplasms": 1, "inclusion": 2, "title": 3}
_HEAD = 3  # numbers in front of a place, and of an ending
_LEVEL = 3  # of compression: 2 % more than the default's size in half its time
Ids = tuple[int, ...]


class Ending(NamedTuple):
    """A term that ends at a place: its authority (0 is the highest) and the word ids that must stand together in order."""

    number: int
    authority: int
    phrases: tuple[Ids, ...]


Match = tuple[
    Ids, tuple[Ending, ...]
]  # the words that are present whole, and the terms with just these words, the best first


class Place:
    """A place in the trie: the terms that end here, and the words that may follow."""

    __slots__ = ("_first_offset", "_numbers", "_path", "_words", "following", "match", "words")

    def __init__(self, numbers: Sequence[int], at: int, path: Ids) -> None:
        ends, ending_size, count = numbers[at : at + _HEAD]
        first_word = at + _HEAD + ending_size
        self._numbers = numbers
        self._path = path  # the words that lead here
        self._first_offset = first_word + count
        self._words = numbers[first_word : self._first_offset]  # ascending
        self.words = frozenset(self._words)
        self.match: Match | None = (path, _endings(numbers, at + _HEAD, ends)) if ends else None
        self.following: dict[int, Place] = {}  # of the words that notes have followed

    def behind(self, word: int) -> Place:
        """The place behind a word that may follow, unpacked when it is first needed."""
        offset = self._numbers[self._first_offset + bisect_left(self._words, word)]
        place = self.following[word] = Place(self._numbers, offset, (*self._path, word))
        return place


class _Roots(dict[int, Place]):
    """The roots that notes have used so far, and how to read others."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __missing__(self, word: int) -> Place:
        """Read the place of a word that no note has used before; nothing follows what is no word."""
        row = self._connection.execute("SELECT places FROM trie WHERE root = ?", (word,)).fetchone()
        numbers = array("I", (0,) * _HEAD)
        if row is not None:
            numbers = array("I")
            numbers.frombytes(decompress(row[0]))
        place = self[word] = Place(numbers, 0, (word,))
        return place


class SetTrie:
    """Finds terms by their words."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._roots = _Roots(connection)

    def matches(self, present: set[int]) -> list[Match]:
        """Every set of word ids that is a term and is present whole, with its terms."""
        roots = self._roots
        found: list[Match] = []
        waiting: list[Place] = []
        for word in present:
            place = roots[word]
            if place.match:
                found.append(place.match)
            if not place.words.isdisjoint(present):  # most words have no partner in the statement
                waiting.append(place)
        for place in waiting:  # grows on the way
            following = place.following
            for word in place.words & present:
                behind = following[word] if word in following else place.behind(word)
                if behind.match:
                    found.append(behind.match)
                if not behind.words.isdisjoint(present):
                    waiting.append(behind)
        return found


def _endings(numbers: Sequence[int], at: int, count: int) -> tuple[Ending, ...]:
    found = []
    for _ in range(count):
        number, authority, phrase_count = numbers[at : at + _HEAD]
        at += _HEAD
        phrases = []
        for _ in range(phrase_count):
            end = at + 1 + numbers[at]
            phrases.append(tuple(numbers[at + 1 : end]))
            at = end
        found.append(Ending(number, authority, tuple(phrases)))
    return tuple(found)


def packed(terms: Sequence[tuple[Ids, Ending]]) -> bytes:
    """The terms of one root, sorted by their words, as compressed 32-bit numbers.

    A place after another: counts, endings, the words that follow, and where their places begin.
    """
    numbers: list[int] = []
    waiting = [(0, len(terms), 1, -1)]  # terms [first, last) share so many words; where the offset is to be written
    for first, last, depth, offset in waiting:
        if offset >= 0:
            numbers[offset] = len(numbers)
        if last - first == 1:  # most places: the words of one term, each right behind the other
            words, ending = terms[first]
            for word in words[depth:]:
                numbers += (0, 0, 1, word, len(numbers) + _HEAD + 2)
            body = _packed(ending)
            numbers += (1, len(body), 0, *body)
            continue
        at = first
        endings: list[int] = []
        while at < last and len(terms[at][0]) == depth:
            endings += _packed(terms[at][1])
            at += 1
        groups = list(_groups(terms, at, last, depth)) if at < last else []
        numbers += (at - first, len(endings), len(groups), *endings)
        numbers += [terms[begin][0][depth] for begin, _ in groups]
        waiting += [(begin, end, depth + 1, len(numbers) + nth) for nth, (begin, end) in enumerate(groups)]
        numbers += [0] * len(groups)
    return compress(array("I", numbers).tobytes(), level=_LEVEL)


def _groups(terms: Sequence[tuple[Ids, Ending]], first: int, last: int, depth: int) -> Iterator[tuple[int, int]]:
    """Parts of the terms [first, last) that go on with the same word."""
    while first < last:
        word = terms[first][0][depth]
        end = first + 1
        while end < last and terms[end][0][depth] == word:
            end += 1
        yield first, end
        first = end


def _packed(ending: Ending) -> tuple[int, ...]:
    number, authority, phrases = ending
    if not phrases:
        return number, authority, 0
    return (number, authority, len(phrases), *[number for phrase in phrases for number in (len(phrase), *phrase)])
