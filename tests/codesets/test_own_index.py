"""Our own Index is sound: grammar, references, codes."""

from __future__ import annotations

from nosologist.codesets.compile.icd10cm_index import read_index
from nosologist.codesets.library import Books


def test_no_line_is_wrong_and_every_code_is_in_the_release(books: Books) -> None:
    index = read_index(lambda value: books.tabular.get(value) is not None)
    assert [f"{mistake.file}:{mistake.number}: {mistake.message}" for mistake in index.mistakes] == []
    assert len(index.paths) > 10_000


def test_every_chapter_has_words_of_its_own(books: Books) -> None:
    index = read_index(lambda value: books.tabular.get(value) is not None)
    chapters = {books.tabular[path.last.code or ""].chapter for path in index.paths}
    assert chapters >= set(range(1, 23))
