"""Every way to say every term that leads into the Tabular.

Sources in order of authority: our Index, the neoplasm table, inclusion terms, titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from math import prod
from operator import attrgetter
from typing import NamedTuple

from nosologist.codesets.alphabetic import IndexPath
from nosologist.codesets.compile.icd10cm_index import Abbreviation, NeoplasmRow, OwnIndex
from nosologist.codesets.compile.icd10cm_tabular import TabularRows
from nosologist.codesets.words import TOKEN, acronym, fold, is_acronym, stem, term_words

Words = tuple[str, ...]

_NONESSENTIAL = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_IS_OPEN = attrgetter("is_open")
_QUOTED = re.compile(r'("[^"]*")')
_RESIDUAL = re.compile(r"\bother\b|\belsewhere\b|\bnot classified\b", re.IGNORECASE)
_UNSPECIFIED = re.compile(r"\bunspecified\b|\bNOS\b", re.IGNORECASE)
_EMPTY_WORDS = frozenset(["unspecified", "nos", "nec", "the", "a", "an", "of"])
# What only the record may state: a synonym ("first prenatal visit") never says it for the term that was said.
_DETAIL_WORDS = """right left bilateral unilateral first second third fourth initial subsequent acute subacute chronic recurrent
mild moderate severe primary secondary open closed displaced nondisplaced with without"""
_DETAILS = frozenset(_DETAIL_WORDS.split())
_MOST_WORDS = 12  # longer titles are never said in one breath
_MOST_WORDINGS = 300  # combinations of alternatives of one path; of more, the last level varies with one other
_INFECTIOUS, _CAUSES, _CAUSES_END, _INFECTION = "AB", "B95", "B98", "infection"
_INJURY, _EXTERNAL_CAUSES, _FACTORS = 19, 20, 21

# The words by which a note states the behaviour of a neoplasm; "{}" is the site. Quoted wordings keep their order.
_BEHAVIOURS: dict[str, tuple[str, ...]] = {
    "malignant": (
        "{} cancer", "{} carcinoma", "{} adenocarcinoma", "{} malignancy", "{} malignant neoplasm", "{} malignant tumor",
        "{} sarcoma", "{} malignant lesion",
    ),
    "secondary": (
        '"metastatic to {}"', '"metastasis to {}"', '"metastasis {}"', '"{} metastasis"', '"metastatic {} lesion"',
        '"secondary {} cancer"', "secondary malignant neoplasm {}", '"metastatic disease {}"', '"{} metastatic disease"',
        '"metastatic lesion {}"', '"{} metastatic lesion"', '"metastatic {} nodule"', '"{} metastatic nodule"',
        '"metastatic {} involvement"', '"{} metastatic involvement"', '"metastatic involvement {}"',
        '"metastatic {} implant"', '"{} metastatic implant"', '"metastatic implant {}"', '"metastatic {} deposit"',
        '"metastatic deposit {}"', '"metastatic spread {}"',
    ),
    "in_situ": ("{} carcinoma situ", "{} cancer situ"),
    "benign": ("{} benign neoplasm", "{} benign tumor", "{} adenoma"),
    "uncertain": ("{} neoplasm uncertain behavior", "{} tumor uncertain behavior"),
    "unspecified": ("{} neoplasm", "{} tumor", "{} neoplastic lesion", "{} neoplasm unspecified behavior"),
}  # fmt: skip


class TermSource(NamedTuple):
    """A term and where it leads; all its wordings share it."""

    path: str
    code: str
    manifestation: str | None
    source: str  # index, neoplasms, inclusion, title
    synonyms: Words = ()  # of an Index term: the words of all alternatives of its levels


@dataclass(frozen=True, slots=True, eq=False)  # known by identity: a part is asked for in a million wordings
class Part:
    """One alternative of one level of a path."""

    words: Words
    phrases: tuple[Words, ...]  # runs of words that must stand together in order
    text: str
    is_open: bool = False  # it holds an abbreviation whose meaning the words around it decide


class Wording(NamedTuple):
    """One way to say a term, in parts that follow one another."""

    parts: tuple[Part, ...]
    term: TermSource


class Wordings:
    """Makes the wordings; keeps each alternative once cut, because it comes back in every path below it."""

    def __init__(self, tabular: TabularRows, index: OwnIndex) -> None:
        self._tabular = tabular
        self._index = index
        self._alone = frozenset((*(stem(fold(word)) for word in index.never_alone), *_no_terms(index.abbreviations)))
        self._expansions = _default_expansions(index.abbreviations)
        self._senses = _senses_by_context(index.abbreviations)
        self._parts: dict[str, Part] = {}
        self._said: dict[str, frozenset[str]] = {}  # the stems of a text
        self._headers = frozenset(code.value for code in tabular.codes if not code.valid)

    def __iter__(self) -> Iterator[Wording]:
        for path in self._index.paths:
            yield from self._of_path(path)
        for row in self._index.neoplasms:
            yield from self._of_neoplasm(row)
        for path in filter(_is_infection, self._index.paths):
            for word in (_INFECTION, *path.last.nonessential):
                yield from self._of_path(path, self._part(word))
        chapters = {code.value: code.chapter for code in self._tabular.codes}
        for note in self._tabular.notes:
            if note.kind == "inclusion" and _is_term(note.text, chapters.get(note.owner, _INJURY)):
                yield from self._of_text(note.text, TermSource(note.text, note.owner, None, "inclusion"))
        for code in self._tabular.codes:
            if not code.seventh and code.chapter != _EXTERNAL_CAUSES:
                yield from self._of_text(code.title, TermSource(code.title, code.value, None, "title"))

    def _of_path(self, path: IndexPath, *added: Part) -> Iterator[Wording]:
        levels = [self._alternatives(line.alternatives) for line in path.lines if not line.is_connector]
        synonyms = dict.fromkeys(
            word for level in levels for part in level for word in part.words if word not in _DETAILS
        )
        code = path.last.code or ""
        term = TermSource(
            path.shown, code, path.last.manifestation, "index", tuple(synonyms) if code in self._headers else ()
        )
        for parts in _combined([_distinct(level) for level in levels]):
            yield from self._joined((*parts, *added), term)

    def _alternatives(self, texts: tuple[str, ...]) -> list[Part]:
        """Alternatives that add a word, or that stand for the term without one; "specified NEC" is no word."""
        parts = [self._part(text) for text in texts]
        return [part for part in parts if part.words or _UNSPECIFIED.search(part.text)]

    def _of_neoplasm(self, row: NeoplasmRow) -> Iterator[Wording]:
        for behaviour, forms in _BEHAVIOURS.items():
            code = getattr(row, behaviour)
            if code:
                term = TermSource(f"Neoplasm > {row.sites[0]} > {behaviour.replace('_', ' ')}", code, None, "neoplasms")
                for site, form in product(row.sites, forms):
                    yield from self._joined((self._part(form.format(site)),), term)

    def _of_text(self, text: str, term: TermSource) -> Iterator[Wording]:
        if not _RESIDUAL.search(text):
            part = self._part(_NONESSENTIAL.sub(" ", text), expand=False)
            if len(part.words) <= _MOST_WORDS:
                yield from self._joined((part,), term)

    def _joined(self, parts: tuple[Part, ...], term: TermSource) -> tuple[Wording, ...]:
        """The parts as one wording; none where they name nothing."""
        if any(map(_IS_OPEN, parts)):
            said = frozenset[str]().union(*(self._stems(part.text) for part in parts))
            parts = tuple(self._unfolded(part, said) if part.is_open else part for part in parts)
        words = {word for part in parts for word in part.words}
        if len(words) > 1 or (words and self._may_stand_alone(next(iter(words)), parts)):
            return (Wording(parts, term),)
        return ()

    def _may_stand_alone(self, word: str, parts: tuple[Part, ...]) -> bool:
        """False for a word that names nothing by itself, and for a phrase that has shrunk to one ("past due")."""
        said = {fold(token) for part in parts for token in TOKEN.findall(part.text) if token.isalpha()}
        return not word.isdecimal() and stem(word) not in self._alone and len(said - _EMPTY_WORDS) <= 1

    def _stems(self, text: str) -> frozenset[str]:
        found = self._said.get(text)
        if found is None:
            found = self._said[text] = frozenset(
                acronym(token) if is_acronym(token) else stem(fold(token)) for token in TOKEN.findall(text)
            )
        return found

    def _unfolded(self, part: Part, said: frozenset[str]) -> Part:
        """Unfold abbreviations as the reader does, by what is said around them; where nothing applies they stay as written."""
        meanings = {word: _meaning(word, self._senses[word], said) for word in part.words if word in self._senses}
        words = tuple(new for word in part.words for new in meanings.get(word, (word,)))
        phrases = (tuple(new for word in phrase for new in meanings.get(word, (word,))) for phrase in part.phrases)
        return Part(words, tuple(phrase for phrase in phrases if len(phrase) > 1), part.text)

    def _part(self, text: str, *, expand: bool = True) -> Part:
        found = self._parts.get(text) if expand else None
        if found is None:
            found = self._cut(text, expand)
            if expand:
                self._parts[text] = found
        return found

    def _expanded(self, word: str) -> Words:
        """The words of an abbreviation; one in small letters is known in any case."""
        return self._expansions.get(word) or self._expansions.get(word.removeprefix("=").lower()) or (word,)

    def _cut(self, text: str, expand: bool) -> Part:
        words: list[str] = []
        phrases = []
        for piece in _QUOTED.split(text):
            cut = term_words(piece)
            if expand:
                cut = [part for word in cut for part in self._expanded(word)]
            words.extend(cut)
            if piece.startswith('"') and len(cut) > 1:
                phrases.append(tuple(cut))
        return Part(tuple(words), tuple(phrases), text, expand and not self._senses.keys().isdisjoint(words))


def _distinct(parts: list[Part]) -> list[Part]:
    """The alternatives of a level, those left out that say an earlier one in another inflection."""
    found: dict[tuple[frozenset[str], tuple[Words, ...]], Part] = {}
    for part in parts:
        phrases = tuple(tuple(map(stem, phrase)) for phrase in part.phrases)
        found.setdefault((frozenset(map(stem, part.words)), phrases), part)
    return list(found.values())


def _combined(levels: list[list[Part]]) -> Iterator[tuple[Part, ...]]:
    """One alternative of each level, in every way; of very many ways, those that leave the first in all but two levels."""
    if prod(map(len, levels)) <= _MOST_WORDINGS:
        yield from product(*levels)
        return
    last = len(levels) - 1
    for varied in range(last) or (last,):
        yield from product(*(level if place in (varied, last) else level[:1] for place, level in enumerate(levels)))


def _no_terms(abbreviations: Iterable[Abbreviation]) -> Iterator[str]:
    """Abbreviations that are no term without a context ("-"): they name something together with other words only."""
    for entry in abbreviations:
        if entry.written.isalnum() and not entry.senses[-1][0] and entry.senses[-1][1] is None:
            yield from term_words(entry.written)[:1]


def _is_infection(path: IndexPath) -> bool:
    """True for an infectious disease: "Nocardia infection" is nocardiosis, and "rotavirus gastroenteritis" names nothing more.

    Organisms as causes of other diseases have lines of their own.
    """
    code = path.last.code or ""
    return code[:1] in _INFECTIOUS and not _CAUSES <= code[:3] < _CAUSES_END


def _default_expansions(abbreviations: Iterable[Abbreviation]) -> dict[str, Words]:
    """Abbreviations inside terms are unfolded by their default sense, as the reader does inside notes."""
    return {
        _written(entry): tuple(term_words(entry.senses[-1][1] or ""))
        for entry in abbreviations
        if entry.written.isalnum() and not entry.senses[-1][0] and _written(entry) not in _contextual([entry])
    }


def _senses_by_context(abbreviations: Iterable[Abbreviation]) -> dict[str, tuple[tuple[frozenset[str], Words], ...]]:
    """Acronyms that mean different things in different contexts: (stems of the context, words), in order of trial."""
    return {
        _written(entry): tuple(
            (frozenset(stem(word) for part in context for word in term_words(part)), tuple(term_words(words or "")))
            for context, words in entry.senses
            if context or words
        )
        for entry in _contextual(abbreviations).values()
    }


def _contextual(abbreviations: Iterable[Abbreviation]) -> dict[str, Abbreviation]:
    """The acronyms whose meaning depends on their context, by the word under which they are known."""
    return {
        _written(entry): entry
        for entry in abbreviations
        if entry.written.isalnum() and entry.written.isupper() and entry.senses[0][0]
    }


def _written(entry: Abbreviation) -> str:
    return (term_words(entry.written) or [""])[0]


def _meaning(word: str, senses: tuple[tuple[frozenset[str], Words], ...], said: frozenset[str]) -> Words:
    """The words of the first sense that applies: none where it is no term there, itself where nothing applies."""
    return next((words for context, words in senses if not context or context & said), (word,))


def _is_term(text: str, chapter: int) -> bool:
    """True for an inclusion term that a note could say; body sites and half sentences are not."""
    if text[0].islower() or text.endswith(":") or (text.isupper() and " " not in text):
        return False
    return chapter < _INJURY or (chapter == _FACTORS and " " in text)
