"""The set-trie of a release: finds every term whose words are all present, in any order.

Word ids are ranked, the rarest word of all terms first, and each term is filed under its words in that order. A root (the rarest
word of some terms) is read when a note first uses its word, and unpacked one level at a time where a note goes: a new word
costs microseconds, however many terms begin with it.
"""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

# Of the same words the Index weighs more than the neoplasm table, and this more than inclusion terms and titles.
AUTHORITY = {"index": 0, "neoplasms": 1, "inclusion": 2, "title": 3}
_HEAD = 3  # numbers in front of a place, and of an ending
_MARKS = 10  # negative ids mean something else than a word

Ids = tuple[int, ...]


class Ending(NamedTuple):
    """A term that ends at a place: its authority (0 is the highest) and the word ids that must stand together in order."""

    number: int
    authority: int
    phrases: tuple[Ids, ...]


Match = tuple[Ids, tuple[Ending, ...]]  # the words that are present whole, and the terms that have just these words


class Place:
    """A place in the trie: the terms that end here, and the words that may follow."""

    __slots__ = ("_first_offset", "_numbers", "_words", "apart", "ends", "following", "words")

    def __init__(self, numbers: Sequence[int], at: int) -> None:
        ends, ending_size, count = numbers[at : at + _HEAD]
        first_word = at + _HEAD + ending_size
        self._numbers = numbers
        self._first_offset = first_word + count
        self._words = numbers[first_word : self._first_offset]  # ascending
        self.words = frozenset(self._words)
        self.apart = self.words.isdisjoint  # none of the words that may follow is among those given
        self.ends = _endings(numbers, at + _HEAD, ends) if ends else ()
        self.following: dict[int, Place] = {}  # of the words that notes have followed

    def behind(self, word: int) -> Place:
        """The place behind a word that may follow, unpacked when it is first needed."""
        offset = self._numbers[self._first_offset + bisect_left(self._words, word)]
        place = self.following[word] = Place(self._numbers, offset)
        return place


class SetTrie:
    """The roots that notes have used so far, and how to read others."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._roots: dict[int, Place] = {}
        self._alone: dict[int, Match] = {}  # of the words read those that are a term by themselves
        # Place.apart of each word id: a list, because nothing is quicker to ask. Negative ids are no words: they stand at its end.
        largest = connection.execute("SELECT max(id) FROM word").fetchone()[0] or 0
        self._apart: list[Callable[[AbstractSet[int]], bool]] = [_unread] * (largest + 1) + [_is_apart] * _MARKS

    def matches(self, present: set[int]) -> list[Match]:
        """Every set of word ids that is a term and is present whole, with its terms."""
        apart = self._apart
        try:
            # Most words have no partner in the statement: this line decides how fast notes are read.
            roots = [word for word in present if not apart[word](present)]
        except KeyError:
            for word in present:
                if 0 < word < len(apart) - _MARKS and apart[word] is _unread:
                    self._read(word)
            roots = [word for word in present if not apart[word](present)]
        found = [self._alone[word] for word in self._alone.keys() & present]
        waiting: list[tuple[tuple[int, ...], Place]] = [((root,), self._roots[root]) for root in roots]
        for ids, place in waiting:  # grows on the way
            following = place.following
            for word in place.words & present:
                behind = following[word] if word in following else place.behind(word)
                path = (*ids, word)
                if behind.ends:
                    found.append((path, behind.ends))
                if not behind.apart(present):
                    waiting.append((path, behind))
        return found

    def _read(self, word: int) -> None:
        """Read the place of a word that no note has used before."""
        row = self._connection.execute("SELECT places FROM trie WHERE root = ?", (word,)).fetchone()
        if row is None:
            self._apart[word] = _is_apart
            return
        numbers = array("I")
        numbers.frombytes(row[0])
        place = self._roots[word] = Place(numbers, 0)
        self._apart[word] = place.apart
        if place.ends:
            self._alone[word] = ((word,), place.ends)


def _unread(present: AbstractSet[int]) -> bool:
    """Stands for the words that no note has used yet."""
    raise KeyError


_is_apart: Callable[[AbstractSet[int]], bool] = frozenset[int]().isdisjoint  # no word follows this one


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


class GrowingPlace:
    """A place while the trie is made."""

    __slots__ = ("ends", "following")

    def __init__(self) -> None:
        self.ends: list[Ending] = []
        self.following: dict[int, GrowingPlace] = {}

    def add(self, words: Ids, ending: Ending) -> None:
        """File a term under the words that stand behind this place."""
        place = self
        for word in words:
            behind = place.following.get(word)
            if behind is None:
                behind = place.following[word] = GrowingPlace()
            place = behind
        place.ends.append(ending)

    def packed(self) -> bytes:
        """This place and all behind it as 32-bit numbers: counts, endings, words that follow, and where their places begin."""
        numbers = array("I")
        waiting: list[tuple[GrowingPlace, int]] = [(self, -1)]  # (place, where its offset is to be written)
        for place, offset in waiting:
            if offset >= 0:
                numbers[offset] = len(numbers)
            endings = [number for ending in place.ends for number in _packed(ending)]
            words = sorted(place.following)
            numbers.extend((len(place.ends), len(endings), len(words), *endings, *words))
            waiting.extend((place.following[word], len(numbers) + nth) for nth, word in enumerate(words))
            numbers.extend([0] * len(words))
        return numbers.tobytes()


def _packed(ending: Ending) -> tuple[int, ...]:
    phrases = (number for phrase in ending.phrases for number in (len(phrase), *phrase))
    return (ending.number, ending.authority, len(ending.phrases), *phrases)
