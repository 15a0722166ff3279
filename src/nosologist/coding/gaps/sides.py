"""The side of a documented condition is not stated."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.sides import side_of
from nosologist.coding.draft import guideline
from nosologist.coding.gaps.chart import Chart, Place
from nosologist.coding.gaps.table import PRACTICE
from nosologist.model.query import OTHER, UNDETERMINED, Option, Query, QueryReason


def sides(chart: Chart) -> Iterator[Query]:
    """A query for each coded condition whose title leaves the side open while a twin for one side exists."""
    for number, record in enumerate(chart.records):
        for assignment in record.assignments:
            side = side_of(assignment.title)
            if (
                side is None
                or side.side != "open"
                or not assignment.evidence
                or assignment.code.value[0] == "Z"  # a status: what was done, not what is treated
                or not _has_twin(assignment.title, assignment.code.value, chart)
            ):
                continue
            text = chart.readings[number].document.text
            said = " ".join(assignment.evidence[0].quote(text).split())
            yield Query(
                "Clarification of the side",
                chart.indicators([Place(number, span) for span in assignment.evidence[:2]]),
                f'Can the side of the documented condition ("{said}") be specified?',
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
