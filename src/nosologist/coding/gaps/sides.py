"""The side of a documented condition is not stated."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.sides import side_of
from nosologist.coding.draft import guideline
from nosologist.coding.gaps.chart import Chart
from nosologist.coding.gaps.table import PRACTICE
from nosologist.model.query import OTHER, UNDETERMINED, Option, Query, QueryReason


def sides(chart: Chart) -> Iterator[Query]:
    """A query for each coded condition whose title leaves the side open while a twin for one side exists."""
    for assignment in chart.record.assignments:
        side = side_of(assignment.title)
        places = chart.places(assignment.evidence)
        if (
            side is None
            or side.side != "open"
            or not places
            or assignment.code.value[0] == "Z"  # a status: what was done, not what is treated
            or not _has_twin(assignment.title, assignment.code.value, chart)
        ):
            continue
        yield Query(
            "Clarification of the side",
            chart.indicators(places[:2]),
            f'Can the side of the documented condition ("{chart.said(places[0])}") be specified?',
            (Option("Right"), Option("Left"), Option("Both sides"), OTHER, UNDETERMINED),
            QueryReason.SPECIFICITY,
            "side not stated",
            (assignment.code,),
            (PRACTICE, guideline("I.B.13")),
        )


def _has_twin(title: str, value: str, chart: Chart) -> bool:
    """True where the Tabular has the same condition for the right side."""
    mine = side_of(title)
    tabular = chart.books.tabular
    code = tabular.get(value)
    parents = [one.parent for one in tabular.lineage(value) if one.parent] if code else []
    for parent in parents:
        for other in tabular.children(parent):
            twin = side_of(other.title)
            if twin and mine and twin.side == "right" and twin.rest == mine.rest:
                return True
    return False
