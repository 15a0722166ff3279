"""What is done with charts that were chosen on the worklist."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from nosologist.errors import UsageError
from nosologist.workbench import arranging
from nosologist.workbench.acting import actor_of
from nosologist.workbench.arranging import Arranged
from nosologist.workbench.models import Chart


def arrange(request: Any) -> HttpResponse:
    """Do it with each chart, and go back to the list, which tells what was done and what was not."""
    told = {name: request.POST.get(name, "") for name in ("to", "priority", "due", "specialty")}
    try:
        found = arranging.arrange(
            actor_of(request), request.POST.get("act", ""), told, _chosen(request.POST.getlist("chart"))
        )
        return _back(request, _said(request, found))
    except UsageError as error:
        return _back(request, str(error))


def _back(request: Any, told: str) -> HttpResponse:
    request.session["told"] = told
    return redirect(f"{reverse('worklist')}?{request.session.get('list', '')}")


def _chosen(ids: list[str]) -> list[uuid.UUID]:
    found = []
    for text in ids[: arranging.MOST]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def _said(request: Any, found: Arranged) -> str:
    """What was done, and the first chart with which it was not."""
    if not found.count and not found.refused:
        return "choose charts first (key s)"
    told = f"{found.count} chart{'' if found.count == 1 else 's'} {found.done}"
    if not found.refused:
        return told
    chart, why = found.refused[0]
    is_closed = arranging.is_closed(actor_of(request), chart)
    name = "restricted chart" if is_closed else Chart.objects.values_list("name", flat=True).get(id=chart)
    return f"{told}; not {name}: {why}"
