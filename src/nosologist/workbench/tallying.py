"""Sums of counted facts: what became of suggestions by group, percentiles of a histogram, rates. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nosologist.workbench.outcomes import What


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the suggestions of a group."""

    accepted: int = 0
    changed: int = 0
    rejected: int = 0
    added: int = 0

    def plus(self, what: str, count: int) -> Tally:
        """With so many more of a kind; an override is no suggestion and counts nowhere."""
        if what not in self.__slots__:
            return self
        return Tally(**{name: getattr(self, name) + (count if name == what else 0) for name in self.__slots__})

    @property
    def suggested(self) -> int:
        """How many the engine suggested."""
        return self.accepted + self.changed + self.rejected

    @property
    def right(self) -> float | None:
        """Per cent of the suggestions that were accepted as they stood; None where there were none."""
        return percent(self.accepted, self.suggested)

    @property
    def found(self) -> float | None:
        """Per cent of the final codes that the engine had suggested as they stood."""
        return percent(self.accepted, self.accepted + self.changed + self.added)


def percent(part: int, whole: int) -> float | None:
    """A share in per cent, to a tenth; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def tallied(facts: Iterable[Mapping[str, object]], by: str) -> dict[object, Tally]:
    """Counted facts (``what``, ``count`` and the groups) summed up by one of their groups, the largest first."""
    found: dict[object, Tally] = {}
    for fact in facts:
        if fact["what"] != What.OVERRIDDEN:
            group = fact[by]
            found[group] = found.get(group, Tally()).plus(str(fact["what"]), int(str(fact["count"])))
    return dict(sorted(found.items(), key=lambda one: (-one[1].suggested - one[1].added, str(one[0]).rjust(6))))


def summed(facts: Iterable[Mapping[str, object]], what: What, by: str) -> dict[str, int]:
    """How many facts of a kind by one of their groups, the most frequent first."""
    found: dict[str, int] = {}
    for fact in facts:
        if fact["what"] == what:
            found[str(fact[by])] = found.get(str(fact[by]), 0) + int(str(fact["count"]))
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def percentile(counted: Mapping[int, int], part: float) -> int | None:
    """The smallest value that at least this part of all have or stay below (nearest rank); None of nothing.

    Args:
        counted: how many have each value.
        part: 0.5 for the median.
    """
    wanted, reached = part * sum(counted.values()), 0
    for value in sorted(counted):
        reached += counted[value]
        if reached >= wanted:
            return value
    return None


def an_hour(count: int, minutes: int) -> float | None:
    """How many in an hour; None where no minute was counted."""
    return round(60 * count / minutes, 1) if minutes else None
