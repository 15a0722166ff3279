"""Terms of one release: words to ids, abbreviations, and the order-free match of a statement's words.

The set-trie is loaded a root at a time, when a note first uses the root's word: a short note pays for its own words only.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from dataclasses import dataclass

from nosologist.codesets.words import (
    CLASS_FORMS,
    LETTERED,
    PREFIXES,
    SIDE_LETTERS,
    STOP_WORDS,
    acronym,
    fold,
    is_acronym,
    stem,
)

UNKNOWN = 0
STOP = -1
UNFOLDED = -2  # an abbreviation, or a class word that may take a number: the reader looks closer
_MOST_MEMORISED = 200_000  # surface words; cleared when full, so that memory stays bounded

# A node maps the next word id to the node behind it; key 0 holds the terms that end here.
Node = dict[int, "Node | tuple[int, ...]"]


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the Index, or a title or inclusion term of the Tabular, and the code or header it leads to."""

    path: tuple[str, ...]
    code: str
    manifestation: str | None
    source: str
    phrases: tuple[tuple[int, ...], ...]  # word ids that must stand together in this order
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
        self._roots: dict[int, Node | None] = {}
        self._terms: dict[int, Term] = {}
        self._abbreviations = self._read_abbreviations()

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
            path, code, manifestation, source, phrases, synonyms = self._connection.execute(
                "SELECT path, code, manifestation, source, phrase, synonyms FROM term WHERE id = ?", (number,)
            ).fetchone()
            ids = tuple(tuple(phrase) for phrase in json.loads(phrases)) if phrases else ()
            found = self._terms[number] = Term(
                tuple(path.split(" > ")), code, manifestation, source, ids, frozenset(json.loads(synonyms or "[]"))
            )
        return found

    def word_ids(self, surfaces: list[str]) -> list[int]:
        """``word_id`` of each."""
        known = self._word_ids
        try:
            return [known[surface] for surface in surfaces]
        except KeyError:
            return [self.word_id(surface) for surface in surfaces]

    def matches(self, present: set[int]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
        """Every set of word ids that is a term and is present whole: (ids, term numbers)."""
        found: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
        roots = self._roots
        for root in present:
            node = roots[root] if root in roots else self._load(root)
            if node is None:
                continue
            if 0 in node:
                found.append(((root,), node[0]))  # type: ignore[arg-type]
            following = node.keys()
            if not following.isdisjoint(present):
                for word in following & present:
                    _descend(node[word], (root, word), present, found)  # type: ignore[arg-type]
        return found

    def _load(self, root: int) -> Node | None:
        row = self._connection.execute("SELECT terms FROM trie WHERE root = ?", (root,)).fetchone()
        node = _unpack(row[0]) if row else None
        self._roots[root] = node
        return node


def _descend(
    node: Node, ids: tuple[int, ...], words: set[int], found: list[tuple[tuple[int, ...], tuple[int, ...]]]
) -> None:
    ends = node.get(0)
    if ends is not None:
        found.append((ids, ends))  # type: ignore[arg-type]
    if node.keys().isdisjoint(words):
        return
    for word in node.keys() & words:
        _descend(node[word], (*ids, word), words, found)  # type: ignore[arg-type]


def _unpack(blob: bytes) -> Node:
    numbers = array("I")
    numbers.frombytes(blob)
    root: Node = {}
    at = 0
    while at < len(numbers):
        count = numbers[at]
        node: Node = root
        for word in numbers[at + 1 : at + 1 + count]:
            node = node.setdefault(word, {})  # type: ignore[assignment]
        ends = node.get(0, ())
        node[0] = (*ends, numbers[at + 1 + count])
        at += count + 2
    return root
