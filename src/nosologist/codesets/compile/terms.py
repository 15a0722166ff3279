"""Terms that lead into the Tabular, as a set-trie over word ids.

Where two wordings have the same words, the one of higher authority wins; within the Tabular the ancestor wins, because
walking down from it is the reader's work.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple

from nosologist.codesets.abbreviations import OPENS_TITLE
from nosologist.codesets.compile.icd10cm_index import Abbreviation, OwnIndex
from nosologist.codesets.compile.icd10cm_tabular import TabularRows
from nosologist.codesets.compile.names import read_names, write_names
from nosologist.codesets.compile.wordings import Part, TermSource, Wordings
from nosologist.codesets.trie import AUTHORITY, Ending, packed
from nosologist.codesets.words import TOKEN, stem, term_words

Ids = tuple[int, ...]


Key = tuple[Ids, tuple[Ids, ...]]  # the words of a wording as sorted ids, and its phrases as ids in order


_WORDS, _PHRASES = itemgetter(0), itemgetter(1)  # of a key


class _Cut(dict[Part, Key]):
    """Parts of wordings as ids, each made once."""

    def __init__(self, word_id: Callable[[str], int]) -> None:
        self._word_id = word_id

    def __missing__(self, part: Part) -> Key:
        words = tuple(map(self._word_id, part.words))
        found = self[part] = (words, tuple([tuple(map(self._word_id, phrase)) for phrase in part.phrases]))
        return found


class Vocabulary:
    """Words to ids. The words of a family share one."""

    def __init__(self, families: Iterable[tuple[str, ...]]) -> None:
        self._canonical: dict[str, str] = {}
        for family in families:
            stems = [stem(word) for part in family for word in term_words(part)]
            head = self._head(stems[0]) if stems else ""
            for other in stems:
                self._canonical.setdefault(other, head)
        self._ids: dict[str, int] = {}
        self._known: dict[str, int] = {}
        self._cut = _Cut(self.id)

    def _head(self, stemmed: str) -> str:
        seen = {stemmed}
        while (head := self._canonical.get(stemmed, stemmed)) not in seen:
            seen.add(head)
            stemmed = head
        return stemmed

    def id(self, word: str) -> int:
        """The id of a folded word; a new word gets the next one."""
        found = self._known.get(word)
        if found is None:
            head = self._head(stem(word))
            found = self._known[word] = self._ids.setdefault(head, len(self._ids) + 1)
        return found

    def key(self, parts: tuple[Part, ...]) -> Key:
        """The words and phrases of a wording."""
        cut = list(map(self._cut.__getitem__, parts))
        words = set(chain.from_iterable(map(_WORDS, cut)))
        return tuple(sorted(words)), tuple(chain.from_iterable(map(_PHRASES, cut)))

    def rows(self) -> list[tuple[str, int]]:
        """(stem, id) of every stem, members of families included."""
        members = {member: self._ids[head] for member in self._canonical if (head := self._head(member)) in self._ids}
        return sorted({**self._ids, **members}.items())


class RankedWords(NamedTuple):
    """The words of a release by rank, and the wordings that they make up."""

    vocabulary: Vocabulary
    kept: dict[Key, TermSource]
    ranks: dict[int, int]

    def id(self, word: str) -> int:
        """The id of a folded word as the release has it: its rank where a term has the word."""
        plain = self.vocabulary.id(word)
        return self.ranks.get(plain, plain)

    def rows(self) -> list[tuple[str, int]]:
        """(stem, id) of every word."""
        return [(word, self.ranks.get(plain, plain)) for word, plain in self.vocabulary.rows()]


def ranked_words(tabular: TabularRows, index: OwnIndex) -> RankedWords:
    """Every wording of the Index and the Tabular once, and its words, the rarest first."""
    vocabulary = Vocabulary(index.families)
    kept = _strongest(Wordings(tabular, index), vocabulary, {row.value: row.parent for row in tabular.codes})
    for abbreviation in index.abbreviations:
        for _, words in abbreviation.senses:
            for word in term_words(words or ""):
                vocabulary.id(word)
    return RankedWords(vocabulary, kept, _ranks(kept))


def write_terms(connection: sqlite3.Connection, words: RankedWords, tabular: TabularRows, index: OwnIndex) -> None:
    """Write words, abbreviations, terms and the set-trie. Empties ``words.kept``."""
    connection.executemany("INSERT INTO word VALUES (?, ?)", words.rows())
    connection.executemany("INSERT INTO abbreviation VALUES (?, ?)", _abbreviation_rows(index.abbreviations, words.id))
    terms = _write_trie(connection, words.kept, words.ranks)
    write_names(connection, read_names(tabular, index), lambda term: terms.setdefault(term, len(terms) + 1))
    connection.executemany(
        "INSERT INTO term VALUES (?, ?, ?, ?, ?, ?)",
        [_term_row(number, term, words.ranks, words.vocabulary) for term, number in terms.items()],
    )


def _abbreviation_rows(abbreviations: Iterable[Abbreviation], word_id: Callable[[str], int]) -> list[tuple[str, str]]:
    rows: dict[str, str] = {}
    for entry in sorted(abbreviations, key=lambda entry: entry.written):
        senses = [
            [
                sorted({word for part in context for word in _context_words(part)}),
                list(map(word_id, term_words(words or ""))),
            ]
            for context, words in entry.senses
            if context or words or not entry.written.isalnum()  # "-" alone: an acronym stays a word of longer terms
        ]
        rows[" ".join(TOKEN.findall(entry.written))] = json.dumps(senses, ensure_ascii=False)
    return sorted(rows.items())


def _context_words(part: str) -> list[str]:
    """The stems of a context; the mark of a title stays as it is."""
    return [part] if part == OPENS_TITLE else list(map(stem, term_words(part)))


def _strongest(said: Wordings, vocabulary: Vocabulary, parents: dict[str, str | None]) -> dict[Key, TermSource]:
    """The term of highest authority for each set of words (and phrases); of two with one code, that with a manifestation."""
    kept: dict[Key, TermSource] = {}
    for parts, term in said:
        key = vocabulary.key(parts)
        before = kept.get(key)
        if (
            before is None
            or (before.source == term.source != "index" and _is_ancestor(term.code, before.code, parents))
            or (term.manifestation and not before.manifestation and before.code == term.code)
        ):
            kept[key] = term
    return kept


def _is_ancestor(code: str, of: str, parents: dict[str, str | None]) -> bool:
    above = parents.get(of)
    while above:
        if above == code:
            return True
        above = parents.get(above)
    return False


def _ranks(kept: Iterable[Key]) -> dict[int, int]:
    """Word id -> rank, the rarest word first: the set-trie looks for rare words before common ones."""
    counts = Counter(chain.from_iterable(words for words, _ in kept))
    ranked = sorted(counts, key=lambda number: (counts[number], number))
    # Ranks begin behind the plain ids, which words keep that stand in abbreviations only.
    offset = max(counts, default=0) + 100_000
    return {number: offset + rank for rank, number in enumerate(ranked)}


def _write_trie(
    connection: sqlite3.Connection, kept: dict[Key, TermSource], ranks: dict[int, int]
) -> dict[TermSource, int]:
    """Write the trie a root at a time; return the number of each term. Empties ``kept``."""
    terms: dict[TermSource, int] = {}
    rank = ranks.__getitem__
    rows = [(tuple(sorted(map(rank, words))), phrases, term) for (words, phrases), term in kept.items()]
    kept.clear()  # a million wordings: they are not held twice
    rows.sort(key=itemgetter(0))  # stable: of the same words with other phrases the stronger stays first

    seen: dict[
        tuple[TermSource, tuple[Ids, ...]], int
    ] = {}  # of the same words that comes first which came first before

    def roots() -> Iterator[tuple[int, bytes]]:
        for root, group in groupby(rows, key=lambda row: row[0][0]):
            found: list[tuple[Ids, int, Ending]] = []
            for words, said, term in group:
                phrases = tuple([tuple(map(rank, phrase)) for phrase in said])
                ending = Ending(terms.setdefault(term, len(terms) + 1), AUTHORITY[term.source], phrases)
                found.append((words, seen.setdefault((term, said), len(seen)), ending))
            found.sort()
            yield root, packed([(words, ending) for words, _, ending in found])

    connection.executemany("INSERT INTO trie VALUES (?, ?)", roots())
    return terms


def _term_row(number: int, term: TermSource, ranks: dict[int, int], vocabulary: Vocabulary) -> tuple[object, ...]:
    synonyms = sorted({ranks[word_id] for word in term.synonyms if (word_id := vocabulary.id(word)) in ranks})
    return (
        number,
        term.path,
        term.code,
        term.manifestation,
        term.source,
        json.dumps(synonyms) if synonyms else None,
    )
