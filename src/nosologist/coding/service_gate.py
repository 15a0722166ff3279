"""What a statement may say of services, by what stands between its blanks, each looked at once.

Most statements name no service and say nothing that decides one. Signs tell so before a word of them is read: few bits, because
they are asked of every statement. What a statement with a sign may name, and say on which axis, is asked of few.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache, reduce
from itertools import chain
from operator import or_
from typing import NamedTuple

from nosologist.coding.phrases import telling
from nosologist.coding.procedure_words import WORD, phrase_stems, stemmed
from nosologist.coding.service_measures import OF_AXES, SOUGHT
from nosologist.coding.service_status import SOUGHT as OF_STATUS
from nosologist.coding.service_tables import detail_phrases, families
from nosologist.notes.signs import Bits, Sought, may_hold
from nosologist.notes.sought import small

LETTERS = {"R": "right", "L": "left"}  # a side, where a part of the body follows
CAPITALS = "^"  # before a phrase that counts only as written in capitals: "^US"
NAMING = 1  # the sign of a word that stands in names of services


class Gate:
    """The signs of what is sought in every statement; ``sought`` are those that a caller adds."""

    def __init__(self, sought: Sought) -> None:
        signs = {**SOUGHT, **OF_STATUS, **sought}
        self.signs: Mapping[str, int] = {name: 1 << at for at, name in enumerate(signs, 1)}
        words = _axes().bit
        self.axes = {
            axis: (reduce(or_, (self.signs[sign] for sign in OF_AXES.get(axis, ())), 0), words.get(axis, 0))
            for axis in (*words, *OF_AXES)
        }  # the signs of a number and the bit of words (``spoken_axes``), one of which what is said on an axis has
        self._may_hold = tuple(zip(self.signs.values(), map(may_hold, signs.values()), strict=True))
        self.of = Bits(self._bits_of).of  # the signs of what stands between the blanks of a statement, as bits

    def has_words(self, axis: str) -> bool:
        """True for an axis on which not only numbers say something."""
        return self.axes[axis][1] != 0

    def _bits_of(self, chunk: str) -> int:
        names = _namings()
        letters, own = small(chunk), NAMING if names.bits.of((chunk,)) & names.telling else 0
        return reduce(or_, (bit for bit, may in self._may_hold if may(letters)), own)


def may_name(chunks: Iterable[str]) -> bool:
    """True where all words of a naming stand between the blanks of a statement."""
    names = _namings()
    said = names.bits.of(chunks)
    asked = said & names.telling
    while asked:
        word = asked & -asked  # the lowest bit
        if any(naming & said == naming for naming in names.under[word]):
            return True
        asked ^= word
    return False


class _Namings(NamedTuple):
    """The namings as bits of their stems, under the bit of the stem that tells each."""

    under: dict[int, list[int]]
    telling: int
    bits: Bits  # of what stands between two blanks


@lru_cache(maxsize=1)
def _namings() -> _Namings:
    phrases = [phrase_stems(name.strip().removeprefix(CAPITALS)) for family in families() for name in family.names]
    bit = {stem: 1 << at for at, stem in enumerate(sorted(set(chain.from_iterable(phrases))))}
    under: dict[int, list[int]] = {}
    for phrase in phrases:
        under.setdefault(bit[telling(phrase)], []).append(reduce(or_, map(bit.__getitem__, phrase)))
    return _Namings(under, reduce(or_, under), _bits_of_stems(bit))


def _bits_of_stems(bit: Mapping[str, int]) -> Bits:
    """Of what stands between two blanks, the bits of its stems."""

    def bits_of(chunk: str) -> int:
        found = WORD.findall(chunk)
        sides = (LETTERS[word] for word in found if word in LETTERS)
        return reduce(or_, (bit.get(stemmed(word), 0) for word in (*found, *sides)), 0)

    return Bits(bits_of)


def spoken_axes(chunks: Iterable[str]) -> int:
    """Bits of the axes on which words between the blanks of a statement may say something."""
    return _axes().bits.of(chunks)


class _Axes(NamedTuple):
    bit: dict[str, int]
    bits: Bits  # of what stands between two blanks


@lru_cache(maxsize=1)
def _axes() -> _Axes:
    """The axes under the stem that tells each phrase that says something on them."""
    bit: dict[str, int] = {}
    by_stem: dict[str, int] = {}
    for phrase, (axis, _) in detail_phrases():
        stem = telling(phrase_stems(phrase.removeprefix(CAPITALS)))
        by_stem[stem] = by_stem.get(stem, 0) | bit.setdefault(axis, 1 << len(bit))
    return _Axes(bit, _bits_of_stems(by_stem))
