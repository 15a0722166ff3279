"""Two places of the record disagree: a condition stated and denied, one side and the other, one type and another."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from nosologist.codesets.sides import side_of
from nosologist.coding.draft import guideline
from nosologist.coding.gaps.chart import Chart, Place
from nosologist.coding.gaps.table import PRACTICE
from nosologist.model.document import SectionKind
from nosologist.model.mention import Polarity
from nosologist.model.query import OTHER, UNDETERMINED, Option, Query, QueryReason

# Where a provider speaks of what the patient has now; copied lists and answers to questions do not count.
_SPEAKING = frozenset(
    {
        SectionKind.NARRATIVE,
        SectionKind.PRESENT_ILLNESS,
        SectionKind.COURSE,
        SectionKind.ASSESSMENT,
        SectionKind.DIAGNOSES,
        SectionKind.PROVISIONAL,
        SectionKind.PLAN,
        SectionKind.IMAGING,
        SectionKind.PROCEDURES,
        SectionKind.INDICATION,
        SectionKind.CHIEF_COMPLAINT,
        SectionKind.EXAM,
    }
)
_DECIDING = frozenset({SectionKind.ASSESSMENT, SectionKind.DIAGNOSES, SectionKind.COURSE, SectionKind.PLAN})
_QUESTION = "The record states both. Please clarify which of them holds for this encounter."


class _Alternatives(NamedTuple):
    """Words of which only one can hold: the name of the gap, its title, and each choice with its words."""

    name: str
    title: str
    choices: tuple[tuple[str, str], ...]
    cites: tuple[str, ...]


@lru_cache(maxsize=1)
def _alternatives() -> tuple[_Alternatives, ...]:
    text = (files("nosologist.coding") / "tables" / "queries" / "conflicts.toml").read_text("utf-8")
    return tuple(
        _Alternatives(
            one["name"],
            one["title"],
            tuple((text, words) for text, words in one["choices"]),
            tuple(one["cites"].split(", ")),
        )
        for one in tomllib.loads(text)["conflict"]
    )


def conflicting(chart: Chart) -> Iterator[Query]:
    """A query for each contradiction."""
    yield from _stated_and_denied(chart)
    yield from _one_side_and_the_other(chart)
    for one in _alternatives():
        yield from _of_two_kinds(one, chart)


def _stated_and_denied(chart: Chart) -> Iterator[Query]:
    """A coded diagnosis that another document or section denies."""
    denied = [
        (place, entry)
        for entry in chart.ledger()
        for place in chart.places([entry.span])
        if entry.mention and entry.mention.assertion.polarity is Polarity.NEGATED and entry.mention.section in _DECIDING
    ]
    for assignment in chart.record.assignments:
        if assignment.code.value[0] in "RVWXYZ":
            continue
        stated = chart.places(assignment.evidence)[:1]
        against = [
            place
            for place, entry in denied
            if assignment.code in entry.candidates and _is_elsewhere(chart, stated, place)
        ]
        if stated and against:
            yield Query(
                "Clarification of conflicting documentation",
                chart.indicators([*stated, *against[:3]]),
                f'The record both states and denies "{chart.said(stated[0])}". Please clarify which holds for this encounter.',
                (Option("Present"), Option("Not present, or ruled out"), OTHER, UNDETERMINED),
                QueryReason.CONFLICTING,
                "stated and denied",
                (assignment.code,),
                (PRACTICE, guideline("I.A.19")),
            )


def _is_elsewhere(chart: Chart, stated: list[Place], other: Place) -> bool:
    """True where the words stand in another document, or in another section that speaks for the provider."""
    return all(
        place.document != other.document
        or (chart.section_at(place) != chart.section_at(other) and chart.section_at(place)[0] in _DECIDING)
        for place in stated
    )


def _one_side_and_the_other(chart: Chart) -> Iterator[Query]:
    """The same injury or operation site, right in one place and left in another."""
    seen: dict[frozenset[str], tuple[str, Place, object]] = {}
    for assignment in chart.record.assignments:
        side = side_of(assignment.title)
        if side is None or side.side not in ("right", "left") or assignment.code.value[0] not in "ST":
            continue
        for place in chart.places(assignment.evidence)[:1]:
            before = seen.setdefault(side.rest, (side.side, place, assignment.code))
            if before[0] != side.side and _stands(before[1], chart) != _stands(place, chart):
                yield Query(
                    "Clarification of the side",
                    chart.indicators([before[1], place]),
                    "The record names both sides. Please clarify the side of the condition treated.",
                    (Option("Right"), Option("Left"), Option("Both sides"), OTHER, UNDETERMINED),
                    QueryReason.CONFLICTING,
                    "side, right and left",
                    (assignment.code,),
                    (PRACTICE, guideline("I.B.13")),
                )


def _stands(place: Place, chart: Chart) -> tuple[int, tuple[SectionKind, str]]:
    """The document and the section of some words."""
    return place.document, chart.section_at(place)


def _of_two_kinds(one: _Alternatives, chart: Chart) -> Iterator[Query]:
    found = []
    for text, words in one.choices:
        places = [place for place in chart.find(words) if chart.section_at(place)[0] in _SPEAKING]
        if places:
            found.append((text, places))
    sections = {(place.document, chart.section_at(place)) for _, places in found for place in places}
    if len(found) > 1 and len(sections) > 1:
        yield Query(
            one.title,
            chart.indicators([place for _, places in found for place in places[:2]]),
            _QUESTION,
            (*(Option(text) for text, _ in found), OTHER, UNDETERMINED),
            QueryReason.CONFLICTING,
            one.name,
            (),
            (PRACTICE, *map(guideline, one.cites)),
        )
