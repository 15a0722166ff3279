"""Which documents make an encounter: those of one chart, and those of charts that tell the same patient and visit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from nosologist.errors import UnreadableNoteError
from nosologist.formats.chart import Chart
from nosologist.formats.facts import bounded
from nosologist.model.encounter import Encounter, Setting


def encounters_of(chart: Chart, asked: Encounter, *, setting_is_given: bool) -> Iterator[Encounter]:
    """The encounters of a chart: one where its documents belong together, else each document by itself."""
    whole = chart.encounter(asked, setting_is_given)
    if chart.visit is None or len(chart.documents) < 2:
        for document in chart.documents:
            yield replace(whole, documents=(document,))
    else:
        yield replace(whole, name=chart.name or f"{chart.documents[0].id} and {len(chart.documents) - 1} more")


def gathered(charts: Iterable[Chart]) -> Iterator[Chart]:
    """Charts of one visit as one chart, in the place of the first; from there on they come when all are read.

    Raises:
        UnreadableNoteError: as reading them does, when all that was read before is given.
    """
    visits: dict[str | int, list[Chart]] = {}
    error = None
    try:
        for number, chart in enumerate(charts):
            if chart.visit is None and not visits:
                yield chart
            else:
                visits.setdefault(number if chart.visit is None else chart.visit, []).append(chart)
    except UnreadableNoteError as raised:  # what was read before it still counts
        error = raised
    for parts in visits.values():
        yield parts[0] if len(parts) == 1 else together(parts)
    if error:
        raise error


def gathered_neighbours(charts: Iterable[Chart]) -> Iterator[Chart]:
    """Charts of one visit that follow one another as one chart; for files that are too large to be kept in memory."""
    for visit, parts in groupby(charts, key=lambda chart: chart.visit):
        if visit is None:
            yield from parts
        else:
            found = list(parts)
            yield found[0] if len(found) == 1 else together(found)


def together(parts: list[Chart], name: str | None = None) -> Chart:
    """The documents of several charts as one encounter: the last day told; a stay where any chart is of one."""
    parts = _in_force(parts)
    settings = [chart.setting for chart in parts if chart.setting is not None]
    days = [chart.day for chart in parts if chart.day is not None]
    remarks = [remark for chart in parts for remark in chart.remarks]
    called = name or next((document.id for chart in parts for document in chart.documents), "chart")
    for what, told in (("birth dates", {one.born for one in parts}), ("sexes", {one.sex for one in parts})):
        if len(told - {None}) > 1:
            remarks.insert(0, f"{called}: its documents tell different {what}; are they of one patient?")
    return Chart(
        tuple(document for chart in parts for document in chart.documents),
        max(days, default=None),
        Setting.INPATIENT if Setting.INPATIENT in settings else settings[-1] if settings else None,
        next((chart.born for chart in parts if chart.born), None),
        next((chart.sex for chart in parts if chart.sex), None),
        tuple(remarks),
        tuple(error for chart in parts for error in chart.unreadable),
        visit=next((chart.visit for chart in parts if chart.visit), name or called),
        name=name,
        facts=bounded(fact for chart in parts for fact in chart.facts),
    )


def _in_force(parts: list[Chart]) -> list[Chart]:
    """Charts without the documents that others of them replace; what was left out is told."""
    replaced = frozenset(number for chart in parts for number in chart.replaces)
    if not replaced:
        return parts
    return [
        _emptied(chart) if chart.number in replaced and chart.number not in chart.replaces else chart for chart in parts
    ]


def _emptied(chart: Chart) -> Chart:
    told = (f"{one.id}: is replaced by another document: left out" for one in chart.documents[:1])
    return replace(chart, documents=(), facts=(), remarks=(*chart.remarks, *told))
