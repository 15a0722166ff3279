"""Provider queries for programs: what a chart leaves open, what was asked and answered, and each event as at the desk."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from typing import Any

from ninja import Body, Query, Router

from nosologist.errors import UsageError
from nosologist.formats import query_json
from nosologist.formats.checked_json import finding_object
from nosologist.workbench import audit, query_engine, query_recording, recording
from nosologist.workbench.api.answers import QueryRow
from nosologist.workbench.api.fields import QueriesWanted, QueryEventIn
from nosologist.workbench.query_wanted import OVERRIDABLE, query_of
from nosologist.workbench.querying import Act, Asked
from nosologist.workbench.screens.chart import chart_of
from nosologist.workbench.screens.query_list import queries_of
from nosologist.workbench.sent import read_json

router = Router(tags=["queries"])


@router.get("/queries", response=list[QueryRow], url_name="api-queries")
def queries(request: Any, wanted: Query[QueriesWanted]) -> Any:
    """The organization's provider queries, the oldest first; by status where one is named."""
    found = queries_of(request)
    if wanted.status:
        found = found.filter(status=wanted.status.value)
    ordered = found.order_by("created", "id").values(
        "id", "chart_id", "status", "title", "provider", "sent", "due", "last"
    )
    return list(ordered[(wanted.page - 1) * wanted.size : wanted.page * wanted.size])


@router.get("/charts/{uuid:chart}/queries", response=dict[str, Any], url_name="api-chart-queries")
def of_chart(request: Any, chart: uuid.UUID) -> Any:
    """The queries of a chart with their events, and the gaps of its record that a draft can come `from`."""
    one = chart_of(request, chart)
    audit.write(
        "opened", user=request.user.username, organization=one.organization_id, subject=one.id, token=request.token.name
    )
    told = query_recording.queries_of(one)
    gaps = query_engine.gaps(one, recording.desk(one))
    return {
        "queries": [{**_shown(now), "events": [asdict(event) for event in events]} for now, events in told.values()],
        "gaps": {key: query_json.to_object(found) for key, found in gaps.items()},
    }


@router.post("/charts/{uuid:chart}/queries", response=dict[str, Any], url_name="api-chart-queries")
def act(request: Any, chart: uuid.UUID, sent: QueryEventIn) -> Any:
    """Draft, send, remind, answer or close a query, under the same rules as at the desk; the query as it then stands."""
    one = chart_of(request, chart)
    try:
        kind = Act(sent.act)
    except ValueError:
        raise UsageError(f"act: is none of {', '.join(Act)}") from None
    raw = read_json(request)
    wish = query_recording.Wish(sent.id, sent.query, sent.seen, kind, raw, request.token.name)
    return _shown(query_recording.record(one, request.user, request.membership.held, wish))


@router.post("/charts/{uuid:chart}/queries/lint", response=dict[str, Any], url_name="api-query-lint")
def lint(request: Any, chart: uuid.UUID, sent: Body[dict[str, Any]]) -> Any:
    """What the linter says of the parts of a query as they are written; nothing is kept."""
    one = chart_of(request, chart)
    found = query_engine.findings(query_of(sent, one), one)
    return {"findings": [{**finding_object(each), "may_stand": each.rule in OVERRIDABLE} for each in found]}


def _shown(now: Asked) -> dict[str, Any]:
    return asdict(now)
