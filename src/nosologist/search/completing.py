"""What a query may become when the word that is being typed is whole."""

from __future__ import annotations

from nosologist.codesets.library import Books
from nosologist.codesets.words import fold
from nosologist.search.query import read_query

_SHORTEST = 2  # letters of a first word
_CONSIDERED = 150  # words that begin so
_MOST = 4  # texts


def completed(text: str, books: Books) -> list[str]:
    """The query with its last word completed, the likeliest first: words that stand with the others in most wordings."""
    before, _, last = text.rpartition(" ")
    if not last.isalpha() or (not before and len(last) < _SHORTEST):
        return [text]
    concepts = read_query(before, books).concepts if before.strip() else ()
    counts: dict[int, tuple[int, str]] = {}
    for one in books.spellings.completions(fold(last), _CONSIDERED):
        if one.word not in counts:
            counts[one.word] = (-books.entries.together(one.word, concepts), one.written)
    likely = [written for count, written in sorted(counts.values()) if count < 0]
    as_written = [last] if books.spellings.get(fold(last)) or books.terms.word_ids[last] or not likely else []
    words = list(dict.fromkeys([*as_written, *likely]))[:_MOST]
    return [f"{before} {word}".strip() for word in words]
