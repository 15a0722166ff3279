"""The reviewed tables of services (``tables/services``), read once: words, what they decide, and the number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from math import ceil
from pathlib import Path

from nosologist.model.document import Span
from nosologist.model.noun import noun

FOLDER = Path(__file__).with_name("tables") / "services"
NONE = "none"  # the value of a default axis of which the record says nothing
_RANGE = re.compile(r"(?:([\d.]+)(<=|<))?(\w+)(<=|<|>=|>|=)([\d.]+)")
_TIMES = re.compile(r"(\w+) x(\d+)")
_UNITS = re.compile(r"(\w+) per (\d+) after ([\d.]+) of (\w+)")


@noun
class Fact:
    """What the record says on one axis, and where; no span where the claim or a default says it."""

    value: str | Decimal
    span: Span | None


Facts = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Condition:
    """What a row asks of one axis: one of some values, or a number between bounds."""

    axis: str
    values: frozenset[str] = frozenset()
    low: Decimal | None = None
    high: Decimal | None = None
    low_counts: bool = True
    high_counts: bool = True

    def holds(self, facts: Facts) -> bool | None:
        """True or False as the record says; None where it says nothing."""
        fact = facts.get(self.axis)
        if fact is None:
            return None
        if isinstance(fact.value, str):
            return fact.value in self.values
        above = self.low is None or fact.value > self.low or (self.low_counts and fact.value == self.low)
        below = self.high is None or fact.value < self.high or (self.high_counts and fact.value == self.high)
        return above and below


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number of a row: its fixed units (``87804 x2``), or one for each ``per`` of ``axis`` beyond ``after``, begun ones too."""

    number: str
    per: int = 1
    after: Decimal = Decimal(0)
    axis: str = ""
    times: int = 1

    def units(self, facts: Facts) -> int | None:
        """The units; None where the record does not say how many."""
        if not self.axis:
            return self.times
        fact = facts.get(self.axis)
        if fact is None or isinstance(fact.value, str):
            return None
        return max(0, ceil((fact.value - self.after) / self.per))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a family: what must be said, and the numbers that follow."""

    conditions: tuple[Condition, ...]
    numbers: tuple[Numbered, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Family:
    """Services that the same words name, told apart by what else is said."""

    names: tuple[str, ...]
    title: str
    rows: tuple[Row, ...]
    flags: frozenset[str]
    each: str  # the axis of which every value is a service of its own
    defaults: tuple[tuple[str, str], ...]
    wide: frozenset[str]  # axes that may be said in other statements of the procedure
    needs: tuple[Condition, ...]  # without these the words name something else
    modify: str  # side, digit, eyelid, coronary
    axes: frozenset[str] = field(default_factory=frozenset)
    asked: Mapping[str, tuple[Condition, ...]] = field(default_factory=dict, compare=False)  # by the axis


_SIZES = ("excised", "margin", "defect")
_MODIFY = frozenset({"side", "digit", "eyelid"})
_SETTINGS = ("kind:", "each:", "default:", "wide:", "if:", "modify:")


@lru_cache(maxsize=1)
def families() -> tuple[Family, ...]:
    """Every family of the tables, in the order of file names and lines."""
    return tuple(
        family
        for path in sorted(FOLDER.glob("*.txt"))
        if path.read_text("utf-8").startswith("# Services")
        for family in _families(table_of(path.name))
    )


def table_of(name: str) -> list[str]:
    """The lines of a table that are no comment."""
    lines = [line.strip() for line in (FOLDER / name).read_text("utf-8").splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def detail_phrases() -> Iterator[tuple[str, tuple[str, str]]]:
    """Each phrase of ``words.txt`` with an axis and its value."""
    for line in table_of("words.txt"):
        left, _, phrases = line.partition(" = ")
        for phrase in phrases.split(","):
            for meaning in left.split(" + "):
                yield phrase.strip(), _pair(meaning.strip())


def _families(lines: list[str]) -> Iterator[Family]:
    start = [at for at, line in enumerate(lines) if line.startswith("[")]
    for first, last in zip(start, [*start[1:], len(lines)], strict=True):
        yield _family(lines[first:last])


def _family(lines: list[str]) -> Family:
    lines = [*_unfolded(lines[0]), *lines[1:]]
    names, _, title = lines[0][1:].partition("]")
    told: dict[str, str] = {}
    rows: list[Row] = []
    for line in lines[1:]:
        setting = next((name for name in _SETTINGS if line.startswith(name)), None)
        if setting:
            told[setting] = line.removeprefix(setting).strip()
        else:
            rows.extend(_rows(line))
    defaults = tuple(_pair(one) for one in _parts(told.get("default:", ""), ","))
    needs = tuple(_condition(one) for one in _parts(told.get("if:", ""), "&"))
    used = {one.axis for row in rows for one in row.conditions} | {one.axis for row in rows for one in row.numbers}
    fine = {"digit", "eyelid"} if told.get("modify:") == "side" else set()
    extra = fine | {told.get("each:", ""), told.get("modify:", ""), "side", *(one.axis for one in needs), *_SIZES}
    return Family(
        tuple(_parts(names, ",")), title.strip(), tuple(rows), frozenset(told.get("kind:", "").split()),
        told.get("each:", ""), defaults, frozenset(told.get("wide:", "").split()), needs, told.get("modify:", ""),
        frozenset((used | extra) - {""}), _by_axis((*(one for row in rows for one in row.conditions), *needs)),
    )  # fmt: skip


def _unfolded(line: str) -> Iterator[str]:
    """A family on one line as several: ``[names] title | kind, side and defaults | row; row``."""
    head, *short = line.split(" | ")
    yield head
    if not short:
        return
    told = short[0].split()
    rows = [row if " = " in row else f"= {row}" for row in short[1].split("; ")]
    made = [row for text in rows for row in _rows(text)]
    wide = {one.axis for row in made for one in row.conditions}
    wide |= {one.axis for row in made for one in row.numbers if one.axis}
    modify = next((word for word in told if word in _MODIFY), "")
    yield "kind: " + " ".join(word for word in told if word != modify and ":" not in word)
    yield "default: " + ", ".join(word.replace(":", " ") for word in told if ":" in word)
    yield f"modify: {modify}"
    yield "wide: " + " ".join(sorted(wide | {modify}))
    yield from rows


def _by_axis(conditions: Iterable[Condition]) -> dict[str, tuple[Condition, ...]]:
    found: dict[str, tuple[Condition, ...]] = {}
    for one in conditions:
        if one not in found.get(one.axis, ()):
            found[one.axis] = (*found.get(one.axis, ()), one)
    return found


def _parts(text: str, mark: str) -> list[str]:
    return [part.strip() for part in text.split(mark) if part.strip()]


def _pair(text: str) -> tuple[str, str]:
    axis, _, value = text.partition(" ")
    return axis, value.strip()


def _rows(line: str) -> Iterator[Row]:
    left, _, right = line.partition(" = ") if " = " in line else ("", "", line.removeprefix("= "))
    numbers, _, title = (part.strip() for part in right.partition("|"))
    said, _, ladder = left.partition(" : ")
    conditions = tuple(_condition(one) for one in _parts(said, "&"))
    if not ladder:
        yield Row(conditions, tuple(_numbered(one) for one in _parts(numbers, "+")), title)
        return
    axis, *bounds = ladder.split()
    edges = [None, *map(Decimal, bounds), None]
    for low, high, number in zip(edges[:-1], edges[1:], numbers.split(), strict=True):
        step = Condition(axis, low=low, high=high, low_counts=False)
        between = f"over {low}" if high is None else f"up to {high}" if low is None else f"over {low} to {high}"
        yield Row((*conditions, step), (Numbered(number),), f"{title}, {between} {_UNIT.get(axis, axis)}")


_UNIT = {"cm": "cm", "minutes": "minutes", "repair": "cm"}


def _condition(text: str) -> Condition:
    found = _RANGE.fullmatch(text.replace(" ", ""))
    if found is None:
        axis, value = _pair(text)
        return Condition(axis, frozenset(_parts(value, "/")))
    low, below, axis, sign, bound = found.groups()
    number = Decimal(bound)
    if sign == "=":
        return Condition(axis, low=number, high=number)
    if sign.startswith(">"):
        return Condition(axis, low=number, low_counts=sign == ">=")
    least = Decimal(low) if low else None
    return Condition(axis, low=least, high=number, low_counts=below == "<=", high_counts=sign == "<=")


def _numbered(text: str) -> Numbered:
    found = _UNITS.fullmatch(text)
    if found:
        return Numbered(found[1], int(found[2]), Decimal(found[3]), found[4])
    fixed = _TIMES.fullmatch(text)
    return Numbered(fixed[1], times=int(fixed[2])) if fixed else Numbered(text)


def ranges(text: str) -> tuple[tuple[str, str], ...]:
    """Numbers and ranges of numbers as a table writes them: ``49000 12001-12018``."""
    found = (one.split("-") for one in text.split())
    return tuple((one[0], one[-1]) for one in found)


def in_ranges(numbers: tuple[tuple[str, str], ...], number: str) -> bool:
    """True where a number lies in one of the ranges."""
    return any(low <= number <= high for low, high in numbers)
