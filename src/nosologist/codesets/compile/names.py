"""The names of the Tabular: every title and inclusion term, with and without its nonessential modifiers."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator

from nosologist.codesets.alphabetic import IndexPath
from nosologist.codesets.compile.icd10cm_index import OwnIndex
from nosologist.codesets.compile.icd10cm_tabular import TabularRows
from nosologist.codesets.compile.wordings import TermSource
from nosologist.codesets.names import Words, name_words
from nosologist.codesets.words import TOKEN, fold, stem, term_words

_RESIDUAL = frozenset(stem(word) for word in ("other", "specified", "nec"))
_NOS = re.compile(r"\bNOS\b")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def read_names(tabular: TabularRows, index: OwnIndex) -> dict[Words, TermSource]:
    """Each name with its term. A title comes before an inclusion term; of two titles the one farther down its branch."""
    alone = frozenset(stem(fold(word)) for word in index.never_alone)
    found: dict[Words, TermSource] = {}
    for text, code, source in _said(tabular):
        term = TermSource(text, code, None, source)
        for words in _forms(text):
            before = found.get(words)
            if len(words) == 1 and source != "title" and (words[0] in alone or not text[-2:].islower()):
                continue  # "Cyst", and "PR-", which is a letter of the ECG to others
            if before is None or (source == before.source and code.startswith(before.code)):
                found[words] = term
    for path in index.paths:
        for words in _index_names(path):
            term = TermSource(path.shown, path.last.code or "", path.last.manifestation, "index")
            found.setdefault(words, term)
    return found


def _index_names(path: IndexPath) -> Iterator[Words]:
    """What terms cannot say: a residual level ("deafness, specified NEC"), a phrase with one word of meaning ("on warfarin")."""
    above = [line.alternatives[0] for line in path.lines[:-1]]
    for last in path.last.alternatives:
        words = name_words(TOKEN.findall(last))
        if not above and len(set(term_words(last))) == 1 and len(words) > 1:
            yield words
        if above and words and _RESIDUAL.issuperset(words):
            stated = name_words(TOKEN.findall(" ".join(above)))
            plain = tuple(word for word in words if word != "nec")
            yield from ((*stated, *plain), (*plain, *stated), (*stated, *plain, "nec"), (*stated, "nec"))


def _said(tabular: TabularRows) -> Iterator[tuple[str, str, str]]:
    codes = frozenset(code.value for code in tabular.codes)
    yield from ((code.title, code.value, "title") for code in tabular.codes if not code.seventh)
    for note in tabular.notes:
        if note.kind == "inclusion" and note.owner in codes:
            yield note.text, note.owner, "inclusion"


def _forms(text: str) -> list[Words]:
    """With and without what stands in brackets, with and without "NOS"."""
    texts = [text]
    if "NOS" in text:
        texts.append(_NOS.sub(" ", text))
    if "(" in text or "[" in text:
        texts.extend(_BRACKETED.sub(" ", one) for one in list(texts))
    return [words for words in dict.fromkeys(name_words(TOKEN.findall(one)) for one in texts) if words]


def write_names(
    connection: sqlite3.Connection, names: dict[Words, TermSource], number: Callable[[TermSource], int]
) -> None:
    """Write the names, and the two words with which they begin."""
    connection.executemany(
        "INSERT INTO name VALUES (?, ?)", sorted((" ".join(words), number(term)) for words, term in names.items())
    )
    openings: dict[str, set[str]] = {}
    for words in names:
        openings.setdefault(words[0], set()).add(words[1] if len(words) > 1 else "")
    connection.executemany(
        "INSERT INTO opening VALUES (?, ?)", [(first, " ".join(sorted(openings[first]))) for first in sorted(openings)]
    )
