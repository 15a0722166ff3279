"""Entries: every wording that leads to a code or header, found by some of its words, best first."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_MOST_MEMORISED = 3_000  # postings that are kept
_COMMON = 700  # a word of more entries only adds to what rarer words have found
_ENOUGH = 200  # entries found by rarer words
_LEAST_SHARE = 0.45  # of the weight of the best entry
_OPTIONAL = 0.5  # of the weight of a word that stands for another
_REPLACED = 0.6  # of the weight of needed words that others may stand for
SHORTNESS = 0.6  # how much it counts that an entry says nothing else

Meaning = tuple[tuple[int, float], ...]  # word ids, each with how sure it is (0 to 1)


class Concept(NamedTuple):
    """One word that is asked for: what it may mean, the surest first, and how much it counts."""

    written: str
    meaning: Meaning
    factor: float = 1.0


class Entry(NamedTuple):
    """A wording, where it leads, and how well it answers."""

    cover: float  # the share of the query that it explains
    precision: float  # the share of it that the query says
    directly: float  # of what it explains the share that its needed words do, and no others in their place
    code: str
    source: str
    shown: str
    words: frozenset[int]


class Posting(NamedTuple):
    """A word: how much it says, the entries that need it, and those that may do with another instead."""

    weight: int
    entries: array[int]
    optional: array[int]


class Said(NamedTuple):
    """An entry and the weight of its words that a query says: in all, and of those that it needs (others count half)."""

    number: int
    whole: float
    needed: float


class Entries:
    """The wordings of one release."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._postings: dict[int, Posting] = {}
        self._sets: dict[tuple[int, bool], frozenset[int]] = {}
        self._weights: array[int] | None = None

    def weight(self, concept: Concept) -> float:
        """How much a concept says, in sixteenths of a bit; 0 where no entry has it."""
        return max((self._posting(word).weight * sure for word, sure in concept.meaning), default=0) * concept.factor

    def best(self, concepts: Sequence[Concept], most: int) -> list[Entry]:
        """The entries that explain most of the concepts and say least besides."""
        whole = sum(map(self.weight, concepts))
        if not whole:
            return []
        ordered = sorted(concepts, key=lambda one: -self.weight(one))
        needed: dict[int, float] = {}
        optional: dict[int, float] = {}
        for concept in ordered:
            self._add(concept, needed, optional)
        sums = dict(needed)
        for number, said in optional.items():
            sums[number] = sums.get(number, 0.0) + said
        least = max(sums.values()) * _LEAST_SHARE
        found = [Said(number, said, needed.get(number, 0.0)) for number, said in sums.items() if said >= least]
        found.sort(key=lambda said: (-said.whole * self._precision(said) ** SHORTNESS, said.number))
        return self._read(found[:most], whole)

    def together(self, word: int, concepts: Sequence[Concept]) -> int:
        """How many entries have a word and the concept that says most; with no concept, how many have the word."""
        rarest = max(concepts, key=self.weight, default=None)
        of_word = self._set(word, True) | self._set(word, False)
        if rarest is None:
            return len(of_word)
        return sum(len(of_word & (self._set(one, True) | self._set(one, False))) for one, _ in rarest.meaning)

    def title_words(self, code: str) -> frozenset[int]:
        """The word ids of a code's title, its 7th character left out."""
        row = self._connection.execute("SELECT words FROM title_words WHERE code = ?", (code,)).fetchone()
        return frozenset(_numbers(row[0])) if row else frozenset()

    def _precision(self, said: Said) -> float:
        weight = max(self._all_weights()[said.number], 1)
        instead = min((said.whole - said.needed) * _OPTIONAL, (weight - said.needed) * _REPLACED)
        return min(1.0, (said.needed + max(0.0, instead)) / weight)

    def _add(self, concept: Concept, needed: dict[int, float], optional: dict[int, float]) -> None:
        """Add what a concept says to the entries that have it."""
        seen: set[int] = set()
        for word, sure in concept.meaning:
            posting = self._posting(word)
            said = posting.weight * sure * concept.factor
            for numbers, sums in ((posting.entries, needed), (posting.optional, optional)):
                each: Iterable[int] = numbers
                if len(numbers) > _COMMON and len(needed) + len(optional) > _ENOUGH:
                    known = self._set(word, numbers is posting.entries)
                    each = (known & needed.keys()) | (known & optional.keys())
                for number in each if not seen else set(each) - seen:
                    sums[number] = sums.get(number, 0.0) + said
                if len(concept.meaning) > 1:
                    seen.update(each)

    def _read(self, best: list[Said], whole: float) -> list[Entry]:
        marks = ",".join("?" * len(best))
        rows = {
            number: (code, source, shown, frozenset(_numbers(words)))
            for number, code, source, shown, words in self._connection.execute(
                "SELECT number, code, source, coalesce(text, title), words FROM entry LEFT JOIN shown ON id = shown "
                f"LEFT JOIN code ON value = code WHERE number IN ({marks})",
                [said.number for said in best],
            )
        }
        return [
            Entry(said.whole / whole, self._precision(said), said.needed / said.whole, *rows[said.number])
            for said in best
        ]

    def _posting(self, word: int) -> Posting:
        found = self._postings.get(word)
        if found is None:
            if len(self._postings) > _MOST_MEMORISED:
                self._postings.clear()
                self._sets.clear()
            row = self._connection.execute(
                "SELECT weight, entries, optional FROM posting WHERE word = ?", (word,)
            ).fetchone()
            found = self._postings[word] = Posting(row[0], _numbers(row[1]), _numbers(row[2])) if row else _NOWHERE
        return found

    def _set(self, word: int, is_needed: bool) -> frozenset[int]:
        if (word, is_needed) not in self._sets:
            posting = self._posting(word)
            self._sets[word, is_needed] = frozenset(posting.entries if is_needed else posting.optional)
        return self._sets[word, is_needed]

    def _all_weights(self) -> array[int]:
        if self._weights is None:
            self._weights = array("H")
            self._weights.frombytes(self._connection.execute("SELECT weights FROM entry_weights").fetchone()[0])
        return self._weights


def _numbers(packed: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(packed)
    return numbers


_NOWHERE = Posting(0, array("I"), array("I"))
