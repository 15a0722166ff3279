"""One query as a sheet, in the words that were sent: to print, or to copy into the system through which the provider is asked."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from nosologist.formats.query_text import write_query
from nosologist.workbench import audit, query_recording
from nosologist.workbench.query_wanted import stored
from nosologist.workbench.querying import Status
from nosologist.workbench.screens.chart import chart_of


def query_sheet(request: Any, chart: uuid.UUID, query: uuid.UUID) -> HttpResponse:
    """The page. That it was opened is written down."""
    one = chart_of(request, chart)
    found = query_recording.queries_of(one).get(str(query))
    if found is None:
        raise Http404
    now, events = found
    audit.write(
        "query opened", user=request.user.username, organization=one.organization_id, subject=one.id, query=str(query)
    )
    text = now.text or write_query(stored(now.content))
    sender = next((event.user for event in events if event.act == "send"), "")
    return render(request, "query_sheet.html", {
        "chart": one, "query": now, "text": text, "sender": sender, "is_draft": now.status is Status.DRAFT,
        "lines": text.count("\n") + 1,
    })  # fmt: skip
