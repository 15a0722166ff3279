"""Terms of one release: words to ids, abbreviations, and the order-free match of a statement's words.

Everything is read when a note first needs it: a short note pays for its own words only.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from functools import cached_property

from nosologist.codesets.gaps import gap_cost
from nosologist.codesets.trie import SetTrie
from nosologist.codesets.words import (
    CLASS_FORMS,
    LETTERED,
    PREFIXES,
    SIDE_LETTERS,
    STOP_WORDS,
    TOKENS,
    ChunkTable,
    acronym,
    fold,
    is_acronym,
    stem,
)

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


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of an abbreviation: the stems of the context that calls for it, and its words (none: no term)."""

    context: frozenset[str]
    ids: tuple[int, ...]


class Terms:
    """The terms of one release, as the reader uses them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._word_ids: dict[str, int] = {}
        self._plain_ids: dict[str, int] = {}
        self._opens_only: dict[str, frozenset[str] | None] = {}  # of tokens that open an abbreviation: as many as those
        self._terms: dict[int, Term] = {}
        # Of the tokens of a text that is split at its blanks: their ids, those of words that terms have, and what each costs
        # that stands between two words of a term.
        ids = ChunkTable(self._ids_of_chunk)
        self.word_ids = ids.of
        self.known_ids = ChunkTable(lambda chunk: tuple(word for word in ids[chunk] if word > 0 or word == UNFOLDED)).of
        self.gap_costs = ChunkTable(
            lambda chunk: tuple(map(gap_cost, TOKENS[chunk], (word > 0 for word in ids[chunk])))
        ).of
        self.endings = SetTrie(connection).matches  # every set of words that is a term and is present whole
        self._abbreviations = self._read_abbreviations()
        written = (written for entries in self._abbreviations.values() for written, _ in entries)
        self._second = frozenset(tokens[1].lower() for tokens in written if len(tokens) > 1) - STOP_WORDS

    def _ids_of_chunk(self, chunk: str) -> tuple[int, ...]:
        """The ids of the tokens between two blanks.

        A token that opens an abbreviation only with the word behind it ("a fib") is looked at more closely when that word
        comes, not at each "a"; unless that word is an everyday word itself.
        """
        tokens = TOKENS[chunk]
        ids = list(map(self.word_id, tokens))
        for index, token in enumerate(tokens):
            behind = self.opens_only(token) if ids[index] == UNFOLDED else None
            if behind is None:
                continue
            following = tokens[index + 1].lower() if index + 1 < len(tokens) else None
            if following not in behind if following else STOP_WORDS.isdisjoint(behind):
                ids[index] = self.plain_word_id(token)
        if tokens and tokens[0].lower() in self._second:
            ids[0] = UNFOLDED  # an abbreviation may have begun before the blank
        return tuple(ids)

    @cached_property
    def sides(self) -> frozenset[int]:
        """The words right, left and bilateral."""
        return frozenset(map(self.plain_word_id, ("right", "left", "bilateral")))

    def matches(self, present: set[int]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
        """Every set of word ids that is a term and is present whole: (ids, term numbers)."""
        return [(ids, tuple(ending.number for ending in endings)) for ids, endings in self.endings(present)]

    def word_id(self, surface: str) -> int:
        """The id of a word as written; UNKNOWN where no term has it, STOP where it carries no meaning, or UNFOLDED."""
        found = self._word_ids.get(surface)
        if found is None:
            if len(self._word_ids) > _MOST_MEMORISED:
                self._word_ids.clear()
            lower = surface.lower()
            special = (
                self.abbreviations_at(surface)
                or lower in CLASS_FORMS
                or lower in PREFIXES
                or lower in LETTERED
                or surface in SIDE_LETTERS
            )
            found = self._word_ids[surface] = UNFOLDED if special else self.plain_word_id(surface)
        return found

    def abbreviations_at(self, surface: str) -> list[tuple[tuple[str, ...], tuple[Sense, ...]]]:
        """The abbreviations that begin with this token, longest first; one in small letters is known in any case."""
        exact = self._abbreviations.get(surface)
        lower = surface.lower()
        any_case = self._abbreviations.get(lower) if lower != surface else None
        if exact and any_case:
            return sorted(exact + any_case, key=lambda entry: -len(entry[0]))
        return exact or any_case or []

    def opens_only(self, surface: str) -> frozenset[str] | None:
        """The words behind which a token opens an abbreviation ("a fib"); None where it may mean something by itself."""
        if surface not in self._opens_only:
            lower = surface.lower()
            entries = self.abbreviations_at(surface)
            other = lower in CLASS_FORMS or lower in PREFIXES or lower in LETTERED or surface in SIDE_LETTERS
            alone = other or any(len(written) == 1 for written, _ in entries)
            self._opens_only[surface] = None if alone else frozenset(written[1].lower() for written, _ in entries)
        return self._opens_only[surface]

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

    def _read_abbreviations(self) -> dict[str, list[tuple[tuple[str, ...], tuple[Sense, ...]]]]:
        """First token -> (all tokens, senses), longest first."""
        found: dict[str, list[tuple[tuple[str, ...], tuple[Sense, ...]]]] = {}
        for written, senses in self._connection.execute("SELECT written, senses FROM abbreviation ORDER BY written"):
            tokens = tuple(written.split(" "))
            meanings = tuple(
                Sense(frozenset(context), tuple(wid for word in words if (wid := self.plain_word_id(word)) > 0))
                for context, words in json.loads(senses)
            )
            found.setdefault(tokens[0], []).append((tokens, meanings))
        for entries in found.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        return found

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
