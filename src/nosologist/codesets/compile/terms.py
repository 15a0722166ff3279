"""Terms that lead into the Tabular, as a set-trie over word ids.

Sources in order of authority: our Index, the neoplasm table, inclusion terms, titles. Where two sources have the same
words, the higher one wins; within the Tabular the ancestor wins, because walking down from it is the reader's work.
"""

from __future__ import annotations

import json
import re
import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from nosologist.codesets.alphabetic import IndexPath
from nosologist.codesets.compile.icd10cm_index import Abbreviation, NeoplasmRow, OwnIndex
from nosologist.codesets.compile.icd10cm_tabular import TabularRows
from nosologist.codesets.words import TOKEN, stem, term_words

SOURCES = ("index", "neoplasms", "inclusion", "title")
_NONESSENTIAL = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_RESIDUAL = re.compile(r"\bother\b|\belsewhere\b|\bnot classified\b", re.IGNORECASE)
_MOST_WORDS = 12  # longer titles are never said in one breath
_MOST_WORDINGS = 400  # combinations of alternatives of one path
_EXTERNAL_CAUSES, _INJURY = 20, 19

# The words by which a note states the behaviour of a neoplasm; "{}" is the site. Quoted wordings keep their order.
_BEHAVIOURS: dict[str, tuple[str, ...]] = {
    "malignant": (
        "{} cancer", "{} carcinoma", "{} adenocarcinoma", "{} malignancy", "{} malignant neoplasm", "{} malignant tumor",
        "{} sarcoma", "{} malignant lesion",
    ),
    "secondary": (
        '"metastatic to {}"', '"metastasis to {}"', '"metastasis {}"', '"{} metastasis"', '"metastatic {} lesion"',
        '"secondary {} cancer"', "secondary malignant neoplasm {}", '"metastatic disease {}"', '"{} metastatic disease"',
    ),
    "in_situ": ("{} carcinoma situ", "{} cancer situ"),
    "benign": ("{} benign neoplasm", "{} benign tumor", "{} adenoma"),
    "uncertain": ("{} neoplasm uncertain behavior", "{} tumor uncertain behavior"),
    "unspecified": ("{} neoplasm", "{} tumor", "{} neoplastic lesion"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say a term: its words, and the runs of words that must stand together in order."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    path: str
    code: str
    manifestation: str | None
    source: str


def wordings(tabular: TabularRows, index: OwnIndex) -> Iterator[Wording]:
    """Every way to say every term, highest authority first."""
    for path in index.paths:
        yield from _of_path(path)
    for row in index.neoplasms:
        yield from _of_neoplasm(row)
    chapters = {row.value: row.chapter for row in tabular.codes}
    for note in tabular.notes:
        if (note.kind == "inclusion" and chapters.get(note.owner, _INJURY) < _INJURY) or note.owner.startswith("Z"):
            yield from _of_text(note.text, note.owner, "inclusion")
    for row_ in tabular.codes:
        if not row_.seventh and row_.chapter != _EXTERNAL_CAUSES:
            yield from _of_text(row_.title, row_.value, "title")


def _of_path(path: IndexPath) -> Iterator[Wording]:
    levels = [line.alternatives for line in path.lines if not line.is_connector]
    combinations = 1
    for level in levels:
        combinations *= len(level)
    if combinations > _MOST_WORDINGS:  # keep every alternative of the deepest levels, the first of the others
        levels = [level[:1] for level in levels[:-2]] + levels[-2:]
    for chosen in product(*levels):
        wording = _wording(chosen, path.shown, path.last.code or "", path.last.manifestation, "index")
        if wording:
            yield wording


def _of_neoplasm(row: NeoplasmRow) -> Iterator[Wording]:
    for behaviour, forms in _BEHAVIOURS.items():
        code = getattr(row, behaviour)
        if code:
            shown = f"Neoplasm > {row.sites[0]} > {behaviour.replace('_', ' ')}"
            for site, form in product(row.sites, forms):
                wording = _wording((form.format(site),), shown, code, None, "neoplasms")
                if wording:
                    yield wording


def _of_text(text: str, code: str, source: str) -> Iterator[Wording]:
    if not _RESIDUAL.search(text):
        wording = _wording((_NONESSENTIAL.sub(" ", text),), text, code, None, source)
        if wording and len(wording.words) <= _MOST_WORDS:
            yield wording


def _wording(parts: tuple[str, ...], path: str, code: str, manifestation: str | None, source: str) -> Wording | None:
    words: list[str] = []
    phrases = []
    for part in parts:
        for piece in re.split(r'("[^"]*")', part):
            cut = term_words(piece)
            words.extend(cut)
            if piece.startswith('"') and len(cut) > 1:
                phrases.append(tuple(cut))
    return Wording(tuple(words), tuple(phrases), path, code, manifestation, source) if words else None


class Vocabulary:
    """Words to ids. Families share an id; rarer words have lower ids, which is what the set-trie sorts by."""

    def __init__(self, families: Iterable[tuple[str, ...]], said: Iterable[tuple[str, ...]]) -> None:
        self._canonical: dict[str, str] = {}
        for family in families:
            stems = [stem(word) for part in family for word in term_words(part)]
            head = self.canonical(stems[0]) if stems else ""
            for other in stems:
                self._canonical.setdefault(other, head)
        counts: Counter[str] = Counter()
        for words in said:
            counts.update({self.canonical(stem(word)) for word in words})
        for head in self._canonical.values():
            counts.setdefault(self.canonical(head), 0)
        ranked = sorted(counts, key=lambda word: (counts[word], word))
        self._ids = {word: number for number, word in enumerate(ranked, 1)}

    def canonical(self, stemmed: str) -> str:
        """The head of the stem's family, or the stem itself."""
        seen = {stemmed}
        while (head := self._canonical.get(stemmed, stemmed)) not in seen:
            seen.add(head)
            stemmed = head
        return stemmed

    def id(self, word: str) -> int:
        """The id of a folded word."""
        return self._ids[self.canonical(stem(word))]

    def rows(self) -> list[tuple[str, int]]:
        """(stem, id) of every stem, members of families included."""
        every = {**self._ids, **{member: self._ids[self.canonical(member)] for member in self._canonical}}
        return sorted(every.items())


def write_terms(connection: sqlite3.Connection, tabular: TabularRows, index: OwnIndex) -> None:
    """Write words, abbreviations, terms and the set-trie."""
    expand = _Expander(index.abbreviations)
    said = [expand(wording) for wording in wordings(tabular, index)]
    spoken = [wording.words for wording in said]
    spoken += [tuple(term_words(words)) for entry in index.abbreviations for _, words in entry.senses if words]
    vocabulary = Vocabulary(index.families, spoken)
    connection.executemany("INSERT INTO word VALUES (?, ?)", vocabulary.rows())
    connection.executemany("INSERT INTO abbreviation VALUES (?, ?)", _abbreviation_rows(index.abbreviations))
    kept = _strongest(said, vocabulary, {row.value: row.parent for row in tabular.codes})
    _write_trie(connection, kept, vocabulary)


class _Expander:
    """Unfold abbreviations inside terms by their default sense, as the reader does inside notes."""

    def __init__(self, abbreviations: Iterable[Abbreviation]) -> None:
        self._default = {
            entry.written.lower(): tuple(term_words(entry.senses[-1][1] or ""))
            for entry in abbreviations
            if entry.written.isalnum() and not entry.senses[-1][0]
        }

    def __call__(self, wording: Wording) -> Wording:
        if wording.source != "index" or not any(word in self._default for word in wording.words):
            return wording
        words: list[str] = []
        for word in wording.words:
            words.extend(self._default.get(word) or (word,))
        phrases = tuple(
            tuple(part for word in phrase for part in (self._default.get(word) or (word,)))
            for phrase in wording.phrases
        )
        return Wording(tuple(words), phrases, wording.path, wording.code, wording.manifestation, wording.source)


def _abbreviation_rows(abbreviations: Iterable[Abbreviation]) -> list[tuple[str, str]]:
    rows: dict[str, str] = {}
    for entry in sorted(abbreviations, key=lambda entry: entry.written):
        senses = [
            [sorted({stem(word) for part in context for word in term_words(part)}), term_words(words or "")]
            for context, words in entry.senses
        ]
        rows[" ".join(TOKEN.findall(entry.written))] = json.dumps(senses, ensure_ascii=False)
    return sorted(rows.items())


Key = tuple[tuple[int, ...], tuple[tuple[int, ...], ...]]


def _strongest(said: Iterable[Wording], vocabulary: Vocabulary, parents: dict[str, str | None]) -> dict[Key, Wording]:
    """One wording for each set of words (and phrases)."""
    kept: dict[Key, Wording] = {}
    for wording in said:
        ids = tuple(sorted({vocabulary.id(word) for word in wording.words}))
        key = (ids, tuple(tuple(vocabulary.id(word) for word in phrase) for phrase in wording.phrases))
        before = kept.get(key)
        if before is None or (
            before.source == wording.source != "index" and _is_ancestor(wording.code, before.code, parents)
        ):
            kept[key] = wording
    return kept


def _is_ancestor(code: str, of: str, parents: dict[str, str | None]) -> bool:
    above = parents.get(of)
    while above:
        if above == code:
            return True
        above = parents.get(above)
    return False


def _write_trie(connection: sqlite3.Connection, kept: dict[Key, Wording], vocabulary: Vocabulary) -> None:
    terms: dict[tuple[str, str, str | None, str, tuple[tuple[int, ...], ...]], int] = {}
    by_root: dict[int, array[int]] = {}
    for (ids, phrases), wording in sorted(kept.items(), key=lambda item: item[0]):
        identity = (wording.path, wording.code, wording.manifestation, wording.source, phrases)
        number = terms.setdefault(identity, len(terms) + 1)
        by_root.setdefault(ids[0], array("I")).extend((len(ids) - 1, *ids[1:], number))
    connection.executemany(
        "INSERT INTO term VALUES (?, ?, ?, ?, ?, ?)",
        [
            (number, path, code, manifestation, source, json.dumps(phrases) if phrases else None)
            for (path, code, manifestation, source, phrases), number in terms.items()
        ],
    )
    connection.executemany(
        "INSERT INTO trie VALUES (?, ?)", [(root, by_root[root].tobytes()) for root in sorted(by_root)]
    )
