"""Terms of one release: words to ids, abbreviations, and the order-free match of a statement's words.

Everything is read when a note first needs it: a short note pays for its own words only.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nosologist.codesets.abbreviations import Abbreviations, is_special
from nosologist.codesets.memo import Kept, Memo
from nosologist.codesets.trie import Match, SetTrie
from nosologist.codesets.words import STOP_WORDS, acronym, fold, is_acronym, stem

UNKNOWN = 0
STOP = -1
UNFOLDED = -2  # an abbreviation, or a class word that may take a number: the reader looks closer
_MOST_MEMORISED = 100_000  # words as written; cleared when full, so that memory stays bounded


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the Index, or a title or inclusion term of the Tabular, and the code or header it leads to."""

    path: tuple[str, ...]
    code: str
    manifestation: str | None
    source: str
    synonyms: frozenset[int]  # word ids of all alternatives of its levels, where it leads to a header


class Terms:
    """The terms of one release, as the reader uses them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        # The id of a word that is neither abbreviation nor class word; capitals are looked up as an acronym first.
        self.plain_word_id = Memo(self._look_up, _MOST_MEMORISED).__getitem__
        self.term = Kept(self._term).__getitem__  # the term with a number
        self.word_ids = Memo(self._word_id, _MOST_MEMORISED)  # by token as written; UNFOLDED where it may be more
        self.memo: dict[object, Any] = {}  # what readers derive from the words, once

    @cached_property
    def abbreviations(self) -> Abbreviations:
        """What abbreviations mean."""
        return Abbreviations(self._connection)

    @cached_property
    def endings(self) -> Callable[[set[int]], list[Match]]:
        """Every set of words that is a term and is present whole."""
        return SetTrie(self._connection).matches

    @cached_property
    def sides(self) -> frozenset[int]:
        """The words right, left and bilateral."""
        return frozenset(map(self.plain_word_id, ("right", "left", "bilateral")))

    def matches(self, present: set[int]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
        """Every set of word ids that is a term and is present whole: (ids, term numbers)."""
        return [(ids, tuple(ending.number for ending in endings)) for ids, endings in self.endings(present)]

    def _word_id(self, surface: str) -> int:
        """The id of a word as written; UNKNOWN where no term has it, STOP where it carries no meaning, or UNFOLDED."""
        special = is_special(surface) or self.abbreviations.at(surface)
        return UNFOLDED if special else self.plain_word_id(surface)

    def _look_up(self, word: str) -> int:
        if is_acronym(word):
            row = self._connection.execute("SELECT id FROM word WHERE stem = ?", (acronym(word),)).fetchone()
            if row:
                return int(row[0])
        folded = word if word.startswith("=") else fold(word)
        if folded in STOP_WORDS or not (folded[:1].isalnum() or folded[:1] == "="):
            return STOP
        row = self._connection.execute("SELECT id FROM word WHERE stem = ?", (stem(folded),)).fetchone()
        return int(row[0]) if row else UNKNOWN

    def _term(self, number: int) -> Term:
        path, code, manifestation, source, synonyms = self._connection.execute(
            "SELECT path, code, manifestation, source, synonyms FROM term WHERE id = ?", (number,)
        ).fetchone()
        return Term(tuple(path.split(" > ")), code, manifestation, source, frozenset(json.loads(synonyms or "[]")))
