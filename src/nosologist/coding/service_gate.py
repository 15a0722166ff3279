"""What a statement may say of services, by what stands between its blanks, each looked at once.

Most statements name no service and say nothing that decides one. Signs tell so before a word of them is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache, reduce
from operator import or_

from nosologist.coding.em_course import SIGNS as OF_COURSES
from nosologist.coding.given import SIGNS as OF_GIVEN
from nosologist.coding.procedure_status import SIGNS as OF_PROCEDURES
from nosologist.coding.procedure_words import WORD, phrase_stems, stemmed
from nosologist.coding.service_measures import OF_AXES, SOUGHT
from nosologist.coding.service_status import SIGNS as OF_SERVICES
from nosologist.coding.service_status import SOUGHT as OF_STATUS
from nosologist.coding.service_tables import detail_phrases, families
from nosologist.notes.em_conditions import SIGNS as OF_CONDITIONS
from nosologist.notes.em_facts import SIGNS as OF_VISITS
from nosologist.notes.signs import Bits, Lanes, Sought, may_hold
from nosologist.notes.sought import small
from nosologist.notes.telling import telling

LETTERS = {"R": "right", "L": "left"}  # a side, where a part of the body follows
CAPITALS = "^"  # before a phrase that counts only as written in capitals: "^US"
NAMING = 1  # the sign of a word that tells the name of a service


class Gate:
    """The signs of what is sought in every statement, as bits of one number; ``sought`` are those that a caller adds."""

    def __init__(self, sought: Sought) -> None:
        patterns = {**SOUGHT, **OF_STATUS, **sought}
        self.signs: Mapping[str, int] = {name: 1 << at for at, name in enumerate(patterns, 1)}
        self._may_hold = tuple(zip(self.signs.values(), map(may_hold, patterns.values()), strict=True))
        first = len(patterns) + 1
        self._of_words = {axis: 1 << at for at, axis in enumerate(_axes(), first)}
        self._names = first + len(_axes())  # the bit at which the sets of names begin, twice
        self._of_stems: dict[str, int] = defaultdict(int)
        for stem, axes in _telling_axes().items():
            self._of_stems[stem] |= _together(map(self._of_words.__getitem__, axes))
        for number, (stem, other) in _telling_names():
            self._of_stems[stem] |= NAMING | 1 << self._names + number
            self._of_stems[other] |= 1 << self._names + _SETS + number
        self.axes: Mapping[str, int] = {
            axis: _together(self.signs[sign] for sign in OF_AXES.get(axis, ())) | self._of_words.get(axis, 0)
            for axis in (*_axes(), *OF_AXES)
        }  # the signs of a number and of words, one of which what is said on an axis has
        self.numbers = _together(self.signs[sign] for signs in OF_AXES.values() for sign in signs)
        self.lanes = Lanes(
            self._names + 2 * _SETS, OF_VISITS, OF_CONDITIONS, OF_COURSES, OF_PROCEDURES, OF_SERVICES, OF_GIVEN
        )
        self.of = Bits(self.bits_of).of  # the signs of what stands between the blanks of a statement

    def has_words(self, axis: str) -> bool:
        """True for an axis on which not only numbers say something."""
        return axis in self._of_words

    def may_name(self, signs: int) -> bool:
        """True for a statement with both stems that tell a name of one set."""
        return signs & NAMING != 0 and signs >> self._names & signs >> self._names + _SETS & _EVERY_SET != 0

    def bits_of(self, chunk: str) -> int:
        """The signs of what stands between two blanks."""
        found, letters = WORD.findall(chunk), small(chunk)
        sides = (LETTERS[word] for word in found if word in LETTERS)
        stems = _together(self._of_stems.get(stemmed(word), 0) for word in (*found, *sides))
        patterns = _together(bit for bit, may in self._may_hold if may(letters))
        return stems | patterns | self.lanes.bits_of(letters)


def _together(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)


_SETS = 128  # of names: a statement that has two stems of one set hardly ever has them of two names
_EVERY_SET = (1 << _SETS) - 1


@lru_cache(maxsize=1)
def _telling_names() -> tuple[tuple[int, tuple[str, str]], ...]:
    """The stem that tells each name of a service and the one that tells the rest of it best, with the number of its set."""
    pairs: set[tuple[str, str]] = set()
    for name in (name.strip().removeprefix(CAPITALS) for family in families() for name in family.names):
        stems = phrase_stems(name)
        first = telling(stems)
        pairs.add((first, telling([stem for stem in stems if stem != first] or stems)))
    numbers = {stem: at % _SETS for at, stem in enumerate(sorted({stem for stem, _ in pairs}))}
    return tuple((numbers[stem], (stem, other)) for stem, other in sorted(pairs))


@lru_cache(maxsize=1)
def _axes() -> tuple[str, ...]:
    """The axes on which words say something."""
    return tuple(dict.fromkeys(axis for _, (axis, _) in detail_phrases()))


@lru_cache(maxsize=1)
def _telling_axes() -> dict[str, set[str]]:
    """The axes under the stem that tells each phrase that says something on them."""
    found: dict[str, set[str]] = {}
    for phrase, (axis, _) in detail_phrases():
        found.setdefault(telling(phrase_stems(phrase.removeprefix(CAPITALS))), set()).add(axis)
    return found
