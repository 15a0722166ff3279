"""The words of services: where a statement names one, and what else it says that decides the number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from itertools import chain
from operator import or_
from typing import Generic, NamedTuple, TypeVar

from nosologist.codesets.memo import Memo
from nosologist.coding.procedure_words import SKIPPED, WORD, phrase_stems, stemmed
from nosologist.coding.service_tables import Family, families, table_of
from nosologist.model.document import Span

Meant = TypeVar("Meant")
_CAPITALS = "^"  # before a phrase that counts only as written in capitals: "^US"


@dataclass(slots=True)
class _Node(Generic[Meant]):
    following: dict[str, _Node[Meant]] = field(default_factory=dict)
    meant: list[Meant] = field(default_factory=list)
    in_capitals: bool = False


class Hit(NamedTuple, Generic[Meant]):
    """A phrase of the tables in a statement, with all that it means."""

    span: Span
    meant: tuple[Meant, ...]


class Words(NamedTuple):
    """The words of a part of a text, articles left out."""

    said: tuple[str, ...]
    stems: tuple[str, ...]
    spans: tuple[Span, ...]


def words_of(text: str, span: Span) -> Words:
    """The words of a part of a text."""
    kept: list[tuple[str, str, Span]] = []
    place = span.start
    for chunk in text[span.start : span.end].split():
        place = text.index(chunk, place)
        kept += [(said, stem, Span(place + start, place + end)) for said, stem, start, end in _WORDS[chunk]]
        place += len(chunk)
    for at, (written, _, where) in enumerate(kept[:-1]):
        if written in _LETTERS and kept[at + 1][1] in _sided():
            kept[at] = (written, stemmed(_LETTERS[written]), where)
    if not kept:
        return Words((), (), ())
    said, stems, spans = zip(*kept, strict=True)
    return Words(said, stems, spans)


def _words_in(chunk: str) -> tuple[tuple[str, str, int, int], ...]:
    """As written, stem, start and end of each word in what stands between two blanks; no word crosses a blank."""
    return tuple(
        (found[0], stemmed(found[0]), *found.span())
        for found in WORD.finditer(chunk)
        if found[0].lower() not in SKIPPED
    )


_MOST_CHUNKS = 50_000
_WORDS = Memo(_words_in, _MOST_CHUNKS)
_LETTERS = {"R": "right", "L": "left"}
_SIDED_AXES = frozenset({"region", "joint", "spot", "bone", "dislocated", "digit", "strap", "hernia", "replaced"})


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
    for at in range(len(words.stems)):
        if at >= end:
            end, axes = 0, frozenset()
        for node, last in _all(_details(), words, at):
            meant = tuple(one for one in node.meant if one[0] not in axes)
            if meant:
                found.append(Hit(Span(words.spans[at].start, words.spans[last].end), meant))
            end, axes = max(end, last + 1), axes | {axis for axis, _ in node.meant}
    return found


def may_name(chunks: Iterable[str]) -> bool:
    """True where all words of a naming stand between the blanks of a statement; most statements name nothing."""
    gate = _gate()
    said = reduce(or_, map(gate.bits.__getitem__, chunks), 0)
    asked = said & gate.longest
    while asked:
        word = asked & -asked  # the lowest bit
        if any(naming & said == naming for naming in gate.namings[word]):
            return True
        asked ^= word
    return False


class _Gate(NamedTuple):
    """The namings as bits of their stems, under the bit of the longest of each."""

    namings: dict[int, list[int]]
    longest: int
    bits: Memo[int]  # of what stands between two blanks


@lru_cache(maxsize=1)
def _gate() -> _Gate:
    phrases = [phrase_stems(name.strip().removeprefix(_CAPITALS)) for family in families() for name in family.names]
    bit = {stem: 1 << at for at, stem in enumerate(sorted(set(chain.from_iterable(phrases))))}
    namings: dict[int, list[int]] = {}
    for phrase in phrases:
        namings.setdefault(bit[max(phrase, key=len)], []).append(reduce(or_, map(bit.__getitem__, phrase)))

    def bits_of(chunk: str) -> int:
        found = WORD.findall(chunk)
        sides = (_LETTERS[word] for word in found if word in _LETTERS)
        return reduce(or_, (bit.get(stemmed(word), 0) for word in (*found, *sides)), 0)

    return _Gate(namings, reduce(or_, namings), Memo(bits_of, _MOST_CHUNKS))


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
    for line in table_of("words.txt"):
        left, _, phrases = line.partition(" = ")
        for phrase in phrases.split(","):
            for meaning in left.split(" + "):
                axis, _, value = meaning.strip().partition(" ")
                _insert(root, phrase, (axis, value))
    return root


def _insert(root: _Node[Meant], phrase: str, meaning: Meant) -> None:
    node, phrase = root, phrase.strip()
    for word in phrase_stems(phrase.removeprefix(_CAPITALS)):
        node = node.following.setdefault(word, _Node())
    node.in_capitals = phrase.startswith(_CAPITALS)
    if meaning not in node.meant:
        node.meant.append(meaning)


def _hits(root: _Node[Meant], words: Words) -> Iterator[Hit[Meant]]:
    at = 0
    while at < len(words.stems):
        found = _longest(root, words, at)
        if found is None:
            at += 1
            continue
        node, last = found
        yield Hit(Span(words.spans[at].start, words.spans[last].end), tuple(node.meant))
        at = last + 1


def _all(root: _Node[Meant], words: Words, at: int) -> list[tuple[_Node[Meant], int]]:
    """Every phrase that begins at a word, the longest first."""
    node, found = root, []
    for step in range(at, len(words.stems)):
        following = node.following.get(words.stems[step])
        if following is None:
            break
        node = following
        if node.meant and not (node.in_capitals and not words.said[at].isupper()):
            found.append((node, step))
    return found[::-1]


def _longest(root: _Node[Meant], words: Words, at: int) -> tuple[_Node[Meant], int] | None:
    found = _all(root, words, at)
    return found[0] if found else None


def nearest(hits: Iterable[tuple[str, Span]], about: Span) -> tuple[str, Span] | None:
    """The value that is said nearest to some words; before them counts a little nearer than behind."""
    return min(hits, key=lambda hit: apart(hit[1], about), default=None)


def apart(span: Span, about: Span, *, follows: bool = False) -> int:
    """Characters between two places; 0 where one holds the other. ``follows``: what usually stands behind, as minutes do."""
    if span.end <= about.start:
        return about.start - span.end + (_FAR if follows else 0)
    return max(0, span.start - about.end) + (_FAR if span.start >= about.end and not follows else 0)


_FAR = 6  # characters that a place on the less usual side seems farther away
