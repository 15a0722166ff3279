"""Words as people write them: what is being typed, and what is misspelt."""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from heapq import nsmallest
from typing import NamedTuple

_MOST_COMPARED = 60  # spellings that share most trigrams with what was written
_SHORT = 6  # letters
_MOST_MEMORISED = 20_000
_FIRST_LETTER = 0.6  # people seldom mistake the first letter
_LETTER = 1.0
_SWAPPED_OR_DOUBLED = 0.7  # "siezure", "apendicitis"
_SOUNDS = frozenset(map(frozenset, ("ie", "ae", "ou", "iy", "sc", "ck", "sz", "ao", "eo", "ai", "uo")))
_LIKE_SOUND = 0.7


class Spelling(NamedTuple):
    """A word as written, its id, and how many wordings have it."""

    written: str
    word: int
    uses: int


def trigrams(word: str) -> set[str]:
    """Every three letters in a row, the ends of the word marked; of a short word its letters in alphabetic order as well.

    Two letters that are swapped leave no three of "water" in "wtaer".
    """
    marked = f"^{word}$"
    found = {marked[place : place + 3] for place in range(len(marked) - 2)}
    if len(word) <= _SHORT:
        found.add("=" + "".join(sorted(word)))
    return found


class Spellings:
    """The words of one release as written."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[str, Spelling | None] = {}
        self._corrected: dict[str, tuple[tuple[Spelling, float], ...]] = {}

    def get(self, written: str) -> Spelling | None:
        """The word that is written so (folded), or None."""
        if written not in self._known:
            if len(self._known) > _MOST_MEMORISED:
                self._known.clear()
            row = self._connection.execute(
                "SELECT written, word, uses FROM spelling WHERE written = ?", (written,)
            ).fetchone()
            self._known[written] = Spelling(*row) if row else None
        return self._known[written]

    def completions(self, opening: str, most: int) -> list[Spelling]:
        """The words that begin so, the most used first."""
        rows = self._connection.execute(
            "SELECT written, word, uses FROM spelling WHERE written >= ? AND written < ? ORDER BY uses DESC, written LIMIT ?",
            (opening, opening + "\U0010ffff", most),
        )
        return [Spelling(*row) for row in rows]

    def corrections(self, written: str) -> tuple[tuple[Spelling, float], ...]:
        """The words that may be meant, with how far off the spelling is, the likeliest first."""
        found = self._corrected.get(written)
        if found is None:
            if len(self._corrected) > _MOST_MEMORISED:
                self._corrected.clear()
            found = self._corrected[written] = self._corrections(written)
        return found

    def _corrections(self, written: str) -> tuple[tuple[Spelling, float], ...]:
        most = farthest(len(written))
        found = []
        for spelling in self._alike(written):
            distance = difference(written, spelling.written, most)
            if 0 < distance <= most and stems_apart(written, spelling.written):
                found.append((spelling, distance))
        found.sort(key=lambda pair: (pair[1] - min(pair[0].uses, 4000) ** 0.5 / 100, pair[0].written))
        return tuple(found[:8])

    def _alike(self, written: str) -> list[Spelling]:
        shared: Counter[int] = Counter()
        for letters in trigrams(written):
            row = self._connection.execute("SELECT spellings FROM trigram WHERE letters = ?", (letters,)).fetchone()
            if row:
                numbers = array("I")
                numbers.frombytes(row[0])
                shared.update(numbers)
                if letters[0] == "=":
                    shared.update(dict.fromkeys(numbers, len(written)))  # nothing is more alike
        if not shared:
            return []
        least = 1 if len(written) <= _SHORT else 2  # a slip in a short word leaves little of it
        most = _MOST_COMPARED if len(written) > _SHORT else 2 * _MOST_COMPARED
        best = nsmallest(most, [(-count, number) for number, count in shared.items() if count >= least])
        marks = ",".join("?" * len(best))
        rows = self._connection.execute(
            f"SELECT written, word, uses FROM spelling WHERE number IN ({marks})", [number for _, number in best]
        )
        return [Spelling(*row) for row in rows]


def stems_apart(written: str, other: str) -> bool:
    """False where the two differ by a plural only: that is no mistake."""
    return written != other + "s" and other != written + "s"


def farthest(length: int) -> float:
    """How far off a spelling of so many letters may be and still be recognised."""
    return 1.0 if length < 5 else 1.7 if length < 7 else 2.4 if length < 10 else 3.1


def difference(written: str, meant: str, most: float) -> float:
    """Letters added, left out, changed or swapped, weighed by how easily they are; more than ``most`` is not worked out."""
    if abs(len(written) - len(meant)) > most:
        return most + 1
    before: list[float] = []
    row = [place * _LETTER for place in range(len(meant) + 1)]
    for i, letter in enumerate(written, 1):
        older, before, row = before, row, [i * _LETTER]
        for j, other in enumerate(meant, 1):
            doubled_out = i > 1 and written[i - 2] == letter
            doubled_in = j > 1 and meant[j - 2] == other
            alike = 0 if letter == other else _LIKE_SOUND if frozenset((letter, other)) in _SOUNDS else _LETTER
            cost = min(
                before[j - 1] + alike,
                before[j] + (_SWAPPED_OR_DOUBLED if doubled_out else _LETTER),
                row[j - 1] + (_SWAPPED_OR_DOUBLED if doubled_in else _LETTER),
            )
            if i > 1 and j > 1 and letter == meant[j - 2] and written[i - 2] == other:
                cost = min(cost, older[j - 2] + _SWAPPED_OR_DOUBLED)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1] + (_FIRST_LETTER if written[0] != meant[0] else 0)
