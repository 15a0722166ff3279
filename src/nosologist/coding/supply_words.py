"""Which statements may name a drug, a supply or a cast: the words that such names begin with, looked for once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nosologist.codesets.drug_codes import WORD
from nosologist.notes.reading import Reading, WordRun
from nosologist.notes.signs import MayHold, Signs


def opening_words(**words: Collection[str]) -> Signs:
    """Signs of lists of names, each by the words (small letters) that its names begin with."""
    return Signs(**{name: _may_open(frozenset(known)) for name, known in words.items()})


def _may_open(known: frozenset[str]) -> MayHold:
    return lambda chunk: not known.isdisjoint(WORD.findall(chunk))


@dataclass(frozen=True, slots=True)
class Marked:
    """A document whose statements are marked with the lists of which they may hold a name."""

    reading: Reading
    places: Mapping[str, list[int]]  # of the statements, by the list

    def runs(self, name: str) -> Iterator[WordRun]:
        """The statements that may hold a name of a list."""
        return map(self.reading.runs.__getitem__, self.places.get(name, ()))


def marked(readings: Sequence[Reading], signs: Signs) -> list[Marked]:
    """The documents, marked."""
    found = []
    for reading in readings:
        places: dict[str, list[int]] = {}
        for at, run in enumerate(reading.runs):
            for name in signs.of(run.chunks):
                places.setdefault(name, []).append(at)
        found.append(Marked(reading, places))
    return found
