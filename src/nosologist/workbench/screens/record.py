"""The record of a chart by itself: in a window of its own, what was read of it, and two of its notes compared."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from nosologist.workbench import audit, comparing, documents, recording
from nosologist.workbench.screens.chart import chart_of

_MOST_MARKS = 500


def record(request: Any, chart: uuid.UUID) -> HttpResponse:
    """The documents alone, for a second screen; the desk and this window tell each other what is chosen."""
    one = chart_of(request, chart)
    audit.write("opened", user=request.user.username, organization=one.organization_id, subject=one.id, pane="record")
    shown = documents.texts(one, recording.desk(one), request.user)
    return render(request, "record.html", {"chart": one, "texts": shown})


def seen(request: Any, chart: uuid.UUID) -> HttpResponse:
    """The person has scrolled through documents."""
    documents.read_by(request.user, chart_of(request, chart), request.POST.getlist("mark")[:_MOST_MARKS])
    return HttpResponse(status=204)


def compare(request: Any, chart: uuid.UUID) -> HttpResponse:
    """Two notes side by side; at first the last two."""
    one = chart_of(request, chart)
    last = len(one.documents) - 1
    left, right = (
        _number(request.GET.get(name), last, default) for name, default in (("a", max(last - 1, 0)), ("b", last))
    )
    audit.write("opened", user=request.user.username, organization=one.organization_id, subject=one.id, pane="compare")
    rows = comparing.compared(one.documents[left]["text"], one.documents[right]["text"]) if last >= 0 else ()
    return render(request, "compare.html", {
        "chart": one, "rows": rows, "left": left, "right": right, "documents": list(enumerate(one.documents)),
        "differing": sum(not row.is_same for row in rows),
        "cut": any(len(one.documents[place]["text"]) > comparing.LONGEST for place in (left, right)) if rows else False,
    })  # fmt: skip


def _number(text: str | None, last: int, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 and int(text) <= last else default
