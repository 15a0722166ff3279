"""What a statement may say of services: bits of what stands between its blanks, each looked at once.

Most statements name no service and say nothing that decides one. Their bits tell so before a word of them is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache, reduce
from itertools import chain
from operator import or_

from nosologist.codesets.memo import Memo
from nosologist.coding.procedure_words import WORD, phrase_stems, stemmed
from nosologist.coding.service_measures import OF_AXES, SOUGHT
from nosologist.coding.service_tables import detail_phrases, families
from nosologist.notes.signs import Sought, may_hold
from nosologist.notes.sought import small

LETTERS = {"R": "right", "L": "left"}  # a side, where a part of the body follows
CAPITALS = "^"  # before a phrase that counts only as written in capitals: "^US"
_MOST_CHUNKS = 50_000


class Gate:
    """Bits of signs, of axes and of the words of namings, in this order; ``sought`` are signs that a caller adds."""

    def __init__(self, sought: Sought) -> None:
        signs = {**SOUGHT, **sought}
        self.signs: Mapping[str, int] = {name: 1 << at for at, name in enumerate(signs)}
        self._may_hold = tuple(zip(self.signs.values(), map(may_hold, signs.values()), strict=True))
        axes, place = _of_axes(), len(signs)
        bit = {axis: 1 << at for at, axis in enumerate(sorted(set(chain.from_iterable(axes.values()))), place)}
        self._by_stem = {stem: reduce(or_, map(bit.__getitem__, told)) for stem, told in axes.items()}
        self.axes = {axis: bit.get(axis, 0) | self._measured(axis) for axis in (*bit, *OF_AXES)}
        self._namings, self._longest, own = _namings(place + len(bit))
        for stem, one in own.items():
            self._by_stem[stem] = self._by_stem.get(stem, 0) | one
        self._bits = Memo(self._bits_of, _MOST_CHUNKS)

    def of(self, chunks: Iterable[str]) -> int:
        """The bits of what stands between the blanks of a statement."""
        return reduce(or_, map(self._bits.__getitem__, chunks), 0)

    def may_name(self, said: int) -> bool:
        """True where all words of a naming stand in a statement with these bits."""
        asked = said & self._longest
        while asked:
            word = asked & -asked  # the lowest bit
            if any(naming & said == naming for naming in self._namings[word]):
                return True
            asked ^= word
        return False

    def _measured(self, axis: str) -> int:
        return reduce(or_, (self.signs[name] for name in OF_AXES.get(axis, ())), 0)

    def _bits_of(self, chunk: str) -> int:
        written, letters = WORD.findall(chunk), small(chunk)
        sides = (LETTERS[word] for word in written if word in LETTERS)
        said = reduce(or_, (self._by_stem.get(stemmed(word), 0) for word in (*written, *sides)), 0)
        return said | reduce(or_, (bit for bit, may in self._may_hold if may(letters)), 0)


@lru_cache(maxsize=1)
def _of_axes() -> dict[str, set[str]]:
    """The longest stem of each phrase that says something, with the axes."""
    found: dict[str, set[str]] = {}
    for phrase, (axis, _) in detail_phrases():
        found.setdefault(max(phrase_stems(phrase.removeprefix(CAPITALS)), key=len), set()).add(axis)
    return found


def _namings(place: int) -> tuple[dict[int, list[int]], int, dict[str, int]]:
    """The namings as bits of their stems (from ``place`` on) under that of the longest; all those; the bit of each stem."""
    phrases = [phrase_stems(name.strip().removeprefix(CAPITALS)) for family in families() for name in family.names]
    bit = {stem: 1 << at for at, stem in enumerate(sorted(set(chain.from_iterable(phrases))), place)}
    namings: dict[int, list[int]] = {}
    for phrase in phrases:
        namings.setdefault(bit[max(phrase, key=len)], []).append(reduce(or_, map(bit.__getitem__, phrase)))
    return namings, reduce(or_, namings), bit
