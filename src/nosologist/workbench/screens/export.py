"""Final codes out: the organization's final charts as CSV, one row a code, for the billing system."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse

from nosologist.formats.spreadsheet import safe_line
from nosologist.workbench import audit, recording
from nosologist.workbench.models import Chart
from nosologist.workbench.screens.worklist import charts_of

_COLUMNS = (
    "chart", "name", "setting", "date", "position", "system", "code", "title", "poa", "decided", "reason", "modifiers", "units",
    "for",
)  # fmt: skip


def export(request: Any) -> HttpResponse:
    """The file. That it was taken is written down."""
    final = charts_of(request).filter(status=Chart.FINAL).order_by("created", "id")
    audit.write(
        "exported", user=request.user.username, organization=request.membership.organization_id, charts=final.count()
    )
    answer = StreamingHttpResponse(_lines(final), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="final-codes.csv"'
    return answer


def _lines(charts: Any) -> Iterator[str]:
    yield safe_line(_COLUMNS)
    for chart in charts.iterator(chunk_size=50):
        desk = recording.desk(chart)
        for place, line in enumerate(desk.standing, 1):
            how = "changed" if line.was else "accepted" if line.key.startswith("s") else "added"
            yield safe_line(map(str, (
                chart.id, chart.name, chart.setting, line.date or chart.date or "", place, line.system, line.code, line.title,
                line.poa or "", how, line.why, " ".join(line.modifiers), line.units,
                " ".join(one.code for one in desk.pointed(line)),
            )))  # fmt: skip
