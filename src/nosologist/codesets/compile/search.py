"""What the look-up asks: wordings as bags of words with what each word says, and the words as people write them.

The fewer entries have a word, the more it says: log2 of their share, in sixteenths of a bit.
"""

from __future__ import annotations

import re
import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files
from math import log2
from typing import NamedTuple

from nosologist.codesets.alphabetic import IndexPath
from nosologist.codesets.compile.icd10cm_index import NeoplasmRow, OwnIndex
from nosologist.codesets.compile.icd10cm_tabular import TabularRows
from nosologist.codesets.spelling import trigrams
from nosologist.codesets.words import fold, stem, term_words

UNIT = 16  # a bit in the numbers that are stored
_BRACKETED = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_FIRST_NEW_ID = 10_000_000  # behind every id of `word`
_LONGEST = 65_535
# By behaviour: how a neoplasm of it is called, and other words for that.
_BEHAVIOURS = {
    "malignant": ("cancer", "malignant neoplasm carcinoma tumor"),
    "secondary": ("metastasis", "secondary malignant neoplasm cancer metastatic"),
    "in_situ": ("carcinoma in situ", "cancer"),
    "benign": ("benign neoplasm", "tumor"),
    "uncertain": ("neoplasm uncertain behavior", "tumor"),
    "unspecified": ("neoplasm", "tumor unspecified behavior"),
}

Words = tuple[str, ...]


class Wording(NamedTuple):
    """A way to say a code or header: its words, and those that may be left out."""

    code: str
    source: str
    shown: str
    words: Words
    optional: Words = ()


class Entry(NamedTuple):
    """A wording by word ids."""

    code: str
    source: str
    shown: str
    words: tuple[int, ...]
    optional: tuple[int, ...]


def write_search(
    connection: sqlite3.Connection, of_terms: dict[str, int], tabular: TabularRows, index: OwnIndex
) -> None:
    """Write entries, postings and spellings; ``of_terms`` has the ids of the words (stems) of terms."""
    connection.executescript((files("nosologist.codesets") / "schema" / "icd10cm_search.sql").read_text("utf-8"))
    ids = _Ids(dict(of_terms))
    entries = _entries(_wordings(tabular, index), ids)
    uses: Counter[int] = Counter()
    for entry in entries:
        uses.update((*entry.words, *entry.optional))
    bits = {word: max(1, round(UNIT * log2(len(entries) / count))) for word, count in uses.items()}
    weights = [min(_LONGEST, sum(bits[word] for word in entry.words)) for entry in entries]
    order = sorted(range(len(entries)), key=weights.__getitem__)
    _write_entries(connection, [entries[place] for place in order], array("H", [weights[place] for place in order]))
    _write_postings(connection, [entries[place] for place in order], bits)
    ids.add_families(index)
    _write_spellings(connection, ids.written, uses)


class _Ids:
    """Folded words to ids, those of the terms where they have one."""

    def __init__(self, of_terms: dict[str, int]) -> None:
        self._of_stems = of_terms
        self.written: dict[str, int] = {}

    def __call__(self, word: str) -> int:
        found = self.written.get(word)
        if found is None:
            stemmed = stem(word)
            found = self._of_stems.get(stemmed)
            if found is None:
                found = self._of_stems[stemmed] = _FIRST_NEW_ID + len(self._of_stems)
            self.written[word] = found
        return found

    def add_families(self, index: OwnIndex) -> None:
        """Words that no entry has but that mean one of its words."""
        for family in index.families:
            for word in (word for part in family for word in term_words(part)):
                if stem(word) in self._of_stems:
                    self(word)


def _entries(wordings: Iterable[Wording], ids: _Ids) -> list[Entry]:
    """The wordings by word ids; of the same words for the same code the last is shown, which is the title."""
    found: dict[tuple[str, tuple[int, ...]], Entry] = {}
    for wording in wordings:
        words = tuple(sorted(set(map(ids, wording.words))))
        if not words:
            continue
        key = wording.code, words
        optional = set(map(ids, wording.optional))
        if key in found:
            optional.update(found[key].optional)
        found[key] = Entry(
            wording.code, wording.source, wording.shown, words, tuple(sorted(optional.difference(words)))
        )
    return list(found.values())


def _wordings(tabular: TabularRows, index: OwnIndex) -> Iterator[Wording]:
    cut = _cutter(_expansions(index))
    yield from (_of_path(path, cut) for path in index.paths)
    for row in index.neoplasms:
        yield from _of_neoplasm(row, cut)
    codes = frozenset(code.value for code in tabular.codes)
    for note in tabular.notes:
        if note.kind == "inclusion" and note.owner in codes:
            yield _of_text(note.owner, "inclusion", note.text)
    for code in tabular.codes:
        if not code.seventh:
            yield _of_text(code.value, "title", code.title)


def _of_text(code: str, source: str, text: str) -> Wording:
    """What stands in brackets may be left out."""
    bracketed = " ".join(word for pair in _BRACKETED.findall(text) for word in pair if word)
    if not bracketed:
        return Wording(code, source, text, tuple(term_words(text)))
    return Wording(code, source, text, tuple(term_words(_BRACKETED.sub(" ", text))), tuple(term_words(bracketed)))


def _of_path(path: IndexPath, cut: Callable[[str], Words]) -> Wording:
    """The first alternative of every level; other alternatives and nonessential modifiers may stand for them or beside them."""
    lines = [line for line in path.lines if not line.is_connector]
    words = tuple(word for line in lines for word in cut(line.alternatives[0]))
    others = (text for line in lines for text in (*line.alternatives[1:], *line.nonessential))
    return Wording(
        path.last.code or "", "index", path.shown, words, tuple(word for text in others for word in cut(text))
    )


def _of_neoplasm(row: NeoplasmRow, cut: Callable[[str], Words]) -> Iterator[Wording]:
    optional = tuple(word for site in row.sites[1:] for word in cut(site))
    for behaviour, (said, others) in _BEHAVIOURS.items():
        if code := getattr(row, behaviour):
            shown = f"Neoplasm > {row.sites[0]} > {behaviour.replace('_', ' ')}"
            yield Wording(code, "neoplasms", shown, cut(row.sites[0]) + cut(said), optional + cut(others))


def _expansions(index: OwnIndex) -> dict[str, Words]:
    """Abbreviations by the word under which they are known, unfolded by their default sense."""
    return {
        term_words(entry.written)[0]: tuple(term_words(entry.senses[-1][1] or ""))
        for entry in index.abbreviations
        if entry.written.isalnum() and not entry.senses[-1][0] and entry.senses[-1][1] and term_words(entry.written)
    }


def _cutter(expansions: dict[str, Words]) -> Callable[[str], Words]:
    """Cuts a text of the Index into words; the same alternative comes back in every path below it."""

    @cache
    def cut(text: str) -> Words:
        return tuple(part for word in term_words(text) for part in expansions.get(word, (word,)))

    return cut


def _write_entries(connection: sqlite3.Connection, entries: list[Entry], weights: array[int]) -> None:
    shown: dict[str, int] = {}
    rows = [
        (
            number,
            entry.code,
            entry.source,
            None if entry.source == "title" else shown.setdefault(entry.shown, len(shown) + 1),
            _packed(entry),
        )
        for number, entry in enumerate(entries)
    ]
    connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?)", rows)
    titles = {entry.code: _packed(entry) for entry in entries if entry.source == "title"}
    connection.executemany("INSERT INTO title_words VALUES (?, ?)", sorted(titles.items()))
    connection.executemany("INSERT INTO shown VALUES (?, ?)", [(number, text) for text, number in shown.items()])
    connection.execute("INSERT INTO entry_weights VALUES (?)", (weights.tobytes(),))


def _packed(entry: Entry) -> bytes:
    return array("I", (*entry.words, *entry.optional)).tobytes()


def _write_postings(connection: sqlite3.Connection, entries: list[Entry], bits: dict[int, int]) -> None:
    postings: dict[int, tuple[array[int], array[int]]] = {word: (array("I"), array("I")) for word in bits}
    for number, entry in enumerate(entries):
        for word in entry.words:
            postings[word][0].append(number)
        for word in entry.optional:
            postings[word][1].append(number)
    connection.executemany(
        "INSERT INTO posting VALUES (?, ?, ?, ?)",
        [(word, bits[word], *(numbers.tobytes() for numbers in postings[word])) for word in sorted(postings)],
    )


def _write_spellings(connection: sqlite3.Connection, written: dict[str, int], uses: Counter[int]) -> None:
    spelt = sorted(word for word in written if word.isalpha() and fold(word) == word)
    connection.executemany(
        "INSERT INTO spelling VALUES (?, ?, ?, ?)",
        [(number, word, written[word], uses[written[word]]) for number, word in enumerate(spelt)],
    )
    having: dict[str, array[int]] = {}
    for number, word in enumerate(spelt):
        for letters in trigrams(word):
            having.setdefault(letters, array("I")).append(number)
    connection.executemany(
        "INSERT INTO trigram VALUES (?, ?)", [(letters, having[letters].tobytes()) for letters in sorted(having)]
    )
