"""The words of services: where a statement names one, and what else it says that decides the number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

from nosologist.codesets.memo import Memo
from nosologist.coding.phrases import Places
from nosologist.coding.procedure_words import SKIPPED, WORD, may_stand_within, phrase_stems, stemmed
from nosologist.coding.service_gate import CAPITALS, LETTERS
from nosologist.coding.service_tables import Family, detail_phrases, families, table_of
from nosologist.model.document import Span
from nosologist.notes.made_once import made_once

Meant = TypeVar("Meant")


@dataclass(slots=True)
class _Node(Generic[Meant]):
    following: dict[str, _Node[Meant]] = field(default_factory=dict)
    meant: list[Meant] = field(default_factory=list)
    in_capitals: bool = False


class Hit(NamedTuple, Generic[Meant]):
    """A phrase of the tables in a statement, with all that it means."""

    span: Span
    meant: tuple[Meant, ...]


class Words:
    """The words of a part of a text, articles left out; their places are found when they are first asked for."""

    def __init__(self, text: str, span: Span, chunks: Sequence[str] | None = None) -> None:
        """``chunks``: what stands between its blanks, where that is known."""
        self._text, self._span = text, span
        self._chunks = text[span.start : span.end].split() if chunks is None else chunks
        self._rows = rows = list(map(_WORDS.__getitem__, self._chunks))
        self.stems = tuple(chain.from_iterable(map(_STEMS, rows)))
        if not _LETTERS.isdisjoint(self.stems):
            self.stems = tuple(_with_sides(self.said, self.stems))

    @made_once
    def said(self) -> tuple[str, ...]:
        """The words as written."""
        return tuple(chain.from_iterable(map(_SAID, self._rows)))

    @made_once
    def _places(self) -> Places:
        return Places(self._text, self._span, self._chunks, self._rows)

    def span(self, first: int, last: int) -> Span:
        """From one word to another."""
        return self._places.of(first, last)


class _Row(NamedTuple):
    """The words of what stands between two blanks: as written, stems, start and end. No word crosses a blank."""

    said: tuple[str, ...]
    stems: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    advance: int  # to what stands behind one blank


_SAID, _STEMS = map(itemgetter, range(2))  # the parts of a row, for use with map


def _words_in(chunk: str) -> _Row:
    found = [one for one in WORD.finditer(chunk) if one[0].lower() not in SKIPPED]
    said = tuple(one[0] for one in found)
    return _Row(said, tuple(map(stemmed, said)), tuple(one.span() for one in found), len(chunk) + 1)


_MOST_CHUNKS = 50_000
_WORDS = Memo(_words_in, _MOST_CHUNKS)
_LETTERS = frozenset(map(stemmed, LETTERS))
_SIDED_AXES = frozenset({"region", "joint", "spot", "bone", "dislocated", "digit", "strap", "hernia", "replaced"})


def _with_sides(said: Sequence[str], stems: Sequence[str]) -> Iterator[str]:
    """The stems, a single R or L before a part of the body as its side."""
    for at, (written, own) in enumerate(zip(said, stems, strict=True)):
        is_side = written in LETTERS and at + 1 < len(stems) and stems[at + 1] in _sided()
        yield stemmed(LETTERS[written]) if is_side else own


@lru_cache(maxsize=1)
def _sided() -> frozenset[str]:
    """Stems of parts of the body: a single R or L before one of them is a side."""
    return frozenset(
        stemmed(word)
        for line in table_of("words.txt")
        if line.split(" ", 1)[0] in _SIDED_AXES
        for word in WORD.findall(line.partition(" = ")[2])
        if word.isalpha() and word.lower() not in (*SKIPPED, "right", "left", "spine", "and")
    )


def named(words: Words) -> list[Hit[Family]]:
    """The families that words name, the longest naming at each place, without overlap."""
    return list(_hits(_names(), words))


def details(words: Words) -> list[Hit[tuple[str, str]]]:
    """What words say besides: axes with their values. Within a longer phrase a shorter one counts for other axes alone."""
    found: list[Hit[tuple[str, str]]] = []
    end, axes = 0, frozenset[str]()
    opening = _details().following
    for at in [at for at, stem in enumerate(words.stems) if stem in opening]:
        if at >= end:
            end, axes = 0, frozenset()
        for node, last in _all(_details(), words, at):
            meant = tuple(one for one in node.meant if one[0] not in axes)
            if meant:
                found.append(Hit(words.span(at, last), meant))
            end, axes = max(end, last + 1), axes | {axis for axis, _ in node.meant}
    return found


@lru_cache(maxsize=1)
def _names() -> _Node[Family]:
    root: _Node[Family] = _Node()
    for family in families():
        for phrase in family.names:
            _insert(root, phrase, family)
    return root


@lru_cache(maxsize=1)
def _details() -> _Node[tuple[str, str]]:
    root: _Node[tuple[str, str]] = _Node()
    for phrase, meaning in detail_phrases():
        _insert(root, phrase, meaning)
    return root


def _insert(root: _Node[Meant], phrase: str, meaning: Meant) -> None:
    node, phrase = root, phrase.strip()
    for word in phrase_stems(phrase.removeprefix(CAPITALS)):
        node = node.following.setdefault(word, _Node())
    node.in_capitals = phrase.startswith(CAPITALS)
    if meaning not in node.meant:
        node.meant.append(meaning)


def _hits(root: _Node[Meant], words: Words) -> Iterator[Hit[Meant]]:
    end, opening = 0, root.following
    for at in [at for at, stem in enumerate(words.stems) if stem in opening]:
        if at < end:
            continue
        found = _all(root, words, at, within=may_stand_within)
        if not found:
            continue
        node, last = found[0]
        yield Hit(words.span(at, last), tuple(node.meant))
        end = last + 1


def _all(
    root: _Node[Meant], words: Words, at: int, within: Callable[[Sequence[str], int], bool] | None = None
) -> list[tuple[_Node[Meant], int]]:
    """Every phrase that begins at a word, the longest first; words that ``within`` allows may stand in it."""
    node, found, stems = root, [], words.stems
    for step in range(at, len(stems)):
        following = node.following.get(stems[step])
        if following is None:
            if step > at and within is not None and within(stems, step):
                continue
            break
        node = following
        if node.meant and not (node.in_capitals and not words.said[at].isupper()):
            found.append((node, step))
    return found[::-1]


def nearest(hits: Iterable[tuple[str, Span]], about: Span) -> tuple[str, Span] | None:
    """The value that is said nearest to some words; before them counts a little nearer than behind."""
    return min(hits, key=lambda hit: apart(hit[1], about), default=None)


def apart(span: Span, about: Span, *, follows: bool = False) -> int:
    """Characters between two places; 0 where one holds the other. ``follows``: what usually stands behind, as minutes do."""
    if span.end <= about.start:
        return about.start - span.end + (_FAR if follows else 0)
    return max(0, span.start - about.end) + (_FAR if span.start >= about.end and not follows else 0)


_FAR = 6  # characters that a place on the less usual side seems farther away
