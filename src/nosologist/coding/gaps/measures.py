"""Measured values: "Na 124", "Cr 1.0 -> 2.6", "Hgb dropped from 12.1 to 7.4"."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from nosologist.coding.gaps.chart import Chart, Place
from nosologist.coding.tables import table_lines
from nosologist.model.document import Span

# What may stand between the name of a measure and its value, and between one value and the next.
_FILLER = (
    r"(?:[ \t]*(?:[:=~(,]|\b(?:was|is|of|at|level|levels|count|down|up|to|from|dropped|fell|rose|trended|initial|peak|peaked|"
    r"nadir|low|high|only|on admission|on arrival|today|score|by echo|about|approximately|around|critical)\b)){0,5}[ \t]*"
)
_UNIT = r"(?:[ \t]*(?:mg/dL|mmol/L|mEq/L|g/dL|ng/mL|ng/L|pg/mL|%|K))?"
_WHEN = (
    r"(?:[ \t]*\([^()\n]{1,24}\)|[ \t]+(?:on[ \t]+)?\d{1,2}/\d{1,2}(?:/\d{2,4})?(?!/)|"
    r"[ \t]+(?:on|at|in) (?:admission|arrival|the ED|baseline))?"
)
_THEN = (
    r"[ \t]*(?:->|→|-->|,|/(?=[ \t])|\bto\b|\bthen\b|\b(?:fell|dropped|rose|decreased|increased|improved|trended|up|down)\b"
    r"(?:[ \t]+(?:up|down))?(?:[ \t]+to)?)[ \t]*(?:now[ \t]*|then[ \t]*|(?:down|up) to[ \t]*)?"
)
_NEXT = _UNIT + _WHEN + _THEN + r"(?P<n>\d[\d,]*(?:\.\d+)?)(?![\d/%]*[/-]\d)"
# What a value is compared with behind it: "2.4 (baseline 1.0)", "2.4, up from 1.0".
_EARLIER = re.compile(
    _UNIT
    + r"[ \t]*[,;(]?[ \t]*(?:(?:(?:up|down|increased|decreased|risen|fallen)[ \t]+)?from[ \t]+(?:(?:a|his|her|their)[ \t]+)?"
    r"(?:baseline[ \t]+(?:of[ \t]+)?)?|(?:(?:his|her|their|known)[ \t]+)?baseline[ \t]*(?:[:=~]|of|is|was|about|around)?[ \t]*)~?"
    r"(?P<n>\d[\d,]*(?:\.\d+)?)(?![\d/%]*[/-]\d)",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"(?P<name>[a-z0-9 ]+?) (?P<sign><=|>=|<|>|drop|rise|any|from)(?: (?P<limit>[\d.]+)(?: to (?P<upper>[\d.]+))?)?$"
)
_SIGNS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


class Value(NamedTuple):
    """A measured value and where it stands."""

    number: float
    place: Place


class Measure(NamedTuple):
    """A measure as notes write it."""

    name: str
    written: re.Pattern[str]
    low: float
    high: float


class Condition(NamedTuple):
    """What is asked of a measure: "sodium < 130"; "drop 2": later lower by so much; "rise 1.5": later so many times as high."""

    measure: str
    sign: str
    limit: float
    upper: float = 0  # of "egfr from 30 to 44"; below 45 counts


@lru_cache(maxsize=1)
def measures() -> dict[str, Measure]:
    """Every measure of ``measures.txt``."""
    found = {}
    for line in table_lines("queries/measures.txt"):
        left, limits, _title = (part.strip() for part in line.split("|"))
        name, _, spellings = left.partition(" = ")
        longest_first = sorted((one.strip() for one in spellings.split(",")), key=len, reverse=True)
        words = "|".join(map(re.escape, longest_first))
        # One letter is a measure in capitals only.
        flag = "" if any(len(one) == 1 for one in longest_first) else "(?i)"
        low, high = map(float, limits.split())
        found[name] = Measure(
            name,
            re.compile(rf"{flag}(?<![\w/-])(?:{words})(?![\w-]){_FILLER}(?P<first>[<>]?[ \t]?\d[\d,]*(?:\.\d+)?)"),
            low,
            high,
        )
    return found


@lru_cache(maxsize=2_000)
def condition(text: str) -> Condition | None:
    """The condition that a line of a table states, or None where it is words to look for."""
    match = _CONDITION.match(text)
    if match is None or match["name"] not in measures():
        return None
    return Condition(match["name"], match["sign"], float(match["limit"] or 0), float(match["upper"] or 0))


def values(chart: Chart, name: str) -> Iterator[Value]:
    """The values of a measure in the order of the record."""
    for one in _read(chart, measures()[name]):
        yield from one


def _read(chart: Chart, measure: Measure, *, earlier: bool = False) -> Iterator[list[Value]]:
    """The values of each mention of a measure; with what they are compared with in front, where ``earlier`` is asked for."""
    for number, reading in enumerate(chart.readings):
        text = reading.document.text
        for match in measure.written.finditer(text):
            first = _number(match["first"])
            before = _EARLIER.match(text, match.end()) if earlier else None
            if before:
                pair = ((_number(before["n"]), before.end()), (first, before.end()))
                yield _within(measure, chart, number, match.start(), pair)
                continue
            found = ((first, match.end()), *_following(text, match.end()))
            yield _within(measure, chart, number, match.start(), found)


def _within(measure: Measure, chart: Chart, number: int, start: int, found: Sequence[tuple[float, int]]) -> list[Value]:
    """Values with the ends of their words, as far as they can be of the measure and the record states them."""
    spans = [(value, Span(start, end)) for value, end in found if measure.low <= value <= measure.high]
    return [Value(value, Place(number, span)) for value, span in spans if chart.holds(number, span)]


def meeting(chart: Chart, asked: Condition) -> list[Place]:
    """Where a measure meets a condition."""
    if asked.sign in ("drop", "rise"):
        mentions = _read(chart, measures()[asked.measure], earlier=True)
        return _changed([value for mention in mentions for value in mention], asked)
    found = list(values(chart, asked.measure))
    if asked.sign == "any":
        return [one.place for one in found]
    if asked.sign == "from":
        return [one.place for one in found if asked.limit <= one.number < asked.upper + 1]
    return [one.place for one in found if _SIGNS[asked.sign](one.number, asked.limit)]


def _changed(found: list[Value], asked: Condition) -> list[Place]:
    for place, later in enumerate(found):
        for earlier in found[:place]:
            drop = earlier.number - later.number >= asked.limit
            rise = earlier.number > 0 and later.number / earlier.number >= asked.limit
            if drop if asked.sign == "drop" else rise:
                return list(dict.fromkeys((earlier.place, later.place)))
    return []


def _following(text: str, start: int) -> Iterator[tuple[float, int]]:
    pattern = _next()
    while match := pattern.match(text, start):
        yield _number(match["n"]), match.end()
        start = match.end()


@lru_cache(maxsize=1)
def _next() -> re.Pattern[str]:
    return re.compile(_NEXT)


def _number(text: str) -> float:
    return float(text.strip("<> \t").replace(",", "").rstrip("."))
