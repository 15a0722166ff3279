"""Terms of one release: words to ids, abbreviations, and the order-free match of a statement's words.

Everything is read when a note first needs it: a short note pays for its own words only.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from nosologist.codesets.abbreviations import Abbreviations, is_special
from nosologist.codesets.gaps import gap_cost
from nosologist.codesets.memo import Memo
from nosologist.codesets.trie import Match, SetTrie
from nosologist.codesets.words import STOP_WORDS, TOKEN, acronym, fold, is_acronym, stem

UNKNOWN = 0
STOP = -1
UNFOLDED = -2  # an abbreviation, or a class word that may take a number: the reader looks closer
# The reader looks closer at a token that opens an abbreviation with the word behind it only ("a fib") where a token that
# tells of such an abbreviation stands in the statement as well.
OPENER = -3
TELLING = -4
_MOST_MEMORISED = 100_000  # words as written; cleared when full, so that memory stays bounded
_MOST_CHUNKS = 50_000


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the Index, or a title or inclusion term of the Tabular, and the code or header it leads to."""

    path: tuple[str, ...]
    code: str
    manifestation: str | None
    source: str
    synonyms: frozenset[int]  # word ids of all alternatives of its levels, where it leads to a header


class Chunk(NamedTuple):
    """What stands between two blanks, read once: no token crosses a blank. An entry for each token, but for ``known``."""

    known: tuple[int, ...]  # ids of the words that terms have; UNFOLDED, OPENER or TELLING where a token may be more
    ids: tuple[int, ...]
    costs: tuple[int, ...]  # of tokens that stand between two words of a term
    tokens: tuple[str, ...]  # as written
    written: str
    advances: tuple[int, ...]  # from the start of each token to the next, with one blank behind the chunk


class Terms:
    """The terms of one release, as the reader uses them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._plain_ids: dict[str, int] = {}
        self._terms: dict[int, Term] = {}
        self.word_ids = Memo(self._word_id, _MOST_MEMORISED)  # by token as written; UNFOLDED where it may be more
        self.chunks = Memo(self._chunk, _MOST_CHUNKS)

    def _chunk(self, written: str) -> Chunk:
        tokens = tuple(TOKEN.findall(written))
        ids = [self.word_ids[token] for token in tokens]
        for index, token in enumerate(tokens):
            behind = self.abbreviations.opens_only(token) if ids[index] == UNFOLDED else None
            if behind is None:
                continue
            if index + 1 < len(tokens):
                if tokens[index + 1].lower() not in behind:
                    ids[index] = self.plain_word_id(token)
            elif self.abbreviations.is_told_later(token):
                ids[index] = self.plain_word_id(token)
        known = [word for word in ids if word > 0 or word == UNFOLDED]
        costs = tuple(gap_cost(token, word > 0) for token, word in zip(tokens, ids, strict=True))
        if tokens and self.word_ids[tokens[-1]] == UNFOLDED != ids[-1]:
            known.append(OPENER)
        if tokens and self.abbreviations.may_tell(tokens[0]):
            known.append(TELLING)
        advances = [*map(len, tokens[:-1]), *(len(token) + 1 for token in tokens[-1:])]
        return Chunk(tuple(known), tuple(ids), costs, tokens, written, tuple(advances))

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

    def plain_word_id(self, word: str) -> int:
        """The id of a word that is neither abbreviation nor class word; capitals are looked up as an acronym first."""
        found = self._plain_ids.get(word)
        if found is None:
            if len(self._plain_ids) > _MOST_MEMORISED:
                self._plain_ids.clear()
            found = self._plain_ids[word] = self._look_up(word)
        return found

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

    def term(self, number: int) -> Term:
        """The term with this number."""
        found = self._terms.get(number)
        if found is None:
            path, code, manifestation, source, synonyms = self._connection.execute(
                "SELECT path, code, manifestation, source, synonyms FROM term WHERE id = ?", (number,)
            ).fetchone()
            found = self._terms[number] = Term(
                tuple(path.split(" > ")), code, manifestation, source, frozenset(json.loads(synonyms or "[]"))
            )
        return found
