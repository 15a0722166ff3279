"""Phrases of the service tables, looked for in the words of a statement."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from operator import attrgetter, itemgetter
from typing import Generic, NamedTuple, Protocol, TypeVar

from nosologist.codesets.drug_codes import WORD
from nosologist.codesets.memo import Memo
from nosologist.model.document import Span
from nosologist.notes.made_once import made_once
from nosologist.notes.sought import small
from nosologist.notes.telling import telling

_MOST_CHUNKS = 50_000
Meaning = TypeVar("Meaning")


class Words:
    """The words of a stretch of text, in small letters; their places in the document are found when they are first asked for."""

    def __init__(self, texts: tuple[str, ...], places: Places | None = None, spans: tuple[Span, ...] = ()) -> None:
        self.texts = texts
        self._places = places
        if places is None:
            self.spans = spans

    @made_once
    def spans(self) -> tuple[Span, ...]:
        """The place of each word in the document."""
        return tuple(self._places.all()) if self._places else ()

    def span(self, first: int, last: int) -> Span:
        """From one word to another."""
        return self._places.of(first, last) if self._places else Span(self.spans[first].start, self.spans[last].end)

    def says(self, phrase: Sequence[str]) -> bool:
        """True where the words stand together in this order."""
        size = len(phrase)
        return any(self.texts[at : at + size] == tuple(phrase) for at in range(len(self.texts) - size + 1))

    def only(self, places: Sequence[int]) -> Words:
        """The words at some places."""
        return Words(tuple(self.texts[at] for at in places), spans=tuple(self.spans[at] for at in places))


class _Row(NamedTuple):
    """The words of what stands between two blanks, with start and end. No word crosses a blank."""

    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    advance: int  # to what stands behind one blank


def _row(chunk: str) -> _Row:
    found = list(WORD.finditer(small(chunk)))
    return _Row(tuple(one[0] for one in found), tuple(one.span() for one in found), len(chunk) + 1)


_ROWS = Memo(_row, _MOST_CHUNKS)
_SAID = itemgetter(0)  # the words of a row, for use with map


def words_of(text: str, start: int, end: int) -> Words:
    """The words of a text from one place to another, in lower case."""
    chunks = text[start:end].split()
    rows = list(map(_ROWS.__getitem__, chunks))
    return Words(tuple(chain.from_iterable(map(_SAID, rows))), Places(text, Span(start, end), chunks, rows))


class Row(Protocol):
    """What stands between two blanks; no word crosses a blank."""

    @property
    def places(self) -> tuple[tuple[int, int], ...]:
        """Start and end of each word."""

    @property
    def advance(self) -> int:
        """To what stands behind one blank."""


_PLACES, _ADVANCE = map(attrgetter, ("places", "advance"))


class Places:
    """Where the words of a part of a text stand, found when they are first asked for."""

    def __init__(self, text: str, span: Span, chunks: Sequence[str], rows: Sequence[Row]) -> None:
        self._text, self._span, self._chunks, self._rows = text, span, chunks, rows

    @made_once
    def _starts(self) -> list[int]:
        """Where what stands between the blanks begins."""
        starts = list(accumulate(map(_ADVANCE, self._rows), initial=self._span.start))
        if starts[-1] != self._span.end + 1:  # somewhere more than one blank
            starts, place = [], self._span.start
            for chunk in self._chunks:
                starts.append(self._text.index(chunk, place))
                place = starts[-1] + len(chunk)
        return starts

    @made_once
    def _counts(self) -> list[int]:
        """How many words stand before the end of each chunk."""
        return list(accumulate(map(len, map(_PLACES, self._rows))))

    def of(self, first: int, last: int) -> Span:
        """From one word to another."""
        rows, starts, counts = self._rows, self._starts, self._counts
        at = bisect_right(counts, first)
        start = starts[at] + rows[at].places[first - counts[at]][0]  # counted from the end of its chunk
        if last > first:
            at = bisect_right(counts, last, at)
        return Span(start, starts[at] + rows[at].places[last - counts[at]][1])

    def all(self) -> Iterator[Span]:
        """Of each word."""
        for at, row in zip(self._starts, self._rows, strict=False):
            for start, end in row.places:
                yield Span(at + start, at + end)


class Hit(NamedTuple, Generic[Meaning]):
    """A phrase that was found: its meaning, first and last word."""

    meaning: Meaning
    first: int
    last: int


class Phrases(Generic[Meaning]):
    """Phrases with their meanings; the longest at each place counts."""

    def __init__(self, named: Iterable[tuple[str, Meaning]]) -> None:
        by_first: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        for phrase, meaning in named:
            words = tuple(WORD.findall(phrase.lower()))
            by_first.setdefault(words[0], []).append((words, meaning))
        self.telling = frozenset(telling(words) for found in by_first.values() for words, _ in found)
        self._by_first: Mapping[str, list[tuple[tuple[str, ...], Meaning]]] = {
            first: sorted(found, key=lambda one: -len(one[0])) for first, found in by_first.items()
        }

    def find(self, words: Words) -> Iterator[Hit[Meaning]]:
        """Each phrase in the words, without overlap."""
        at = 0
        while at < len(words.texts):
            for phrase, meaning in self._by_first.get(words.texts[at], ()):
                if words.texts[at : at + len(phrase)] == phrase:
                    yield Hit(meaning, at, at + len(phrase) - 1)
                    at += len(phrase) - 1
                    break
            at += 1
