"""Our own Index is sound: grammar, references, codes."""

from __future__ import annotations

import re

from benchmarks.phrases import spoken
from nosologist.codesets.compile.icd10cm_index import read_index
from nosologist.codesets.library import Books
from nosologist.codesets.names import name_words
from nosologist.codesets.tabular import NoteKind
from nosologist.codesets.words import TOKEN


def test_no_line_is_wrong_and_every_code_is_in_the_release(books: Books) -> None:
    index = read_index(lambda value: books.tabular.get(value) is not None)
    assert [f"{mistake.file}:{mistake.number}: {mistake.message}" for mistake in index.mistakes] == []
    assert len(index.paths) > 10_000


def test_every_chapter_has_words_of_its_own(books: Books) -> None:
    index = read_index(lambda value: books.tabular.get(value) is not None)
    chapters = {books.tabular[path.last.code or ""].chapter for path in index.paths}
    assert chapters >= set(range(1, 23))


def test_no_entry_leads_where_the_tabular_excludes_its_very_words(books: Books) -> None:
    index = read_index(lambda value: books.tabular.get(value) is not None)
    excluded: dict[str, dict[frozenset[str], str]] = {}
    wrong = []
    for path in index.paths:
        code = path.last.code or ""
        notes = excluded.setdefault(code, _excluded_words(code, books))
        if path.last.manifestation is None:
            wrong += [f"{text} -> {code}: {notes[words]}" for text in spoken(path) if (words := _words(text)) in notes]
    assert wrong == []


def _excluded_words(code: str, books: Books) -> dict[frozenset[str], str]:
    """What the Excludes1 notes at a code send elsewhere."""
    notes = [note for note in books.tabular.notes(code) if note.kind is NoteKind.EXCLUDES1]
    return {_words(note.text): note.text for note in notes if note.ranges and not note.names(code)}


def _words(text: str) -> frozenset[str]:
    return frozenset(name_words(TOKEN.findall(re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", text))))
