"""What is done with charts that were chosen on the worklist: claimed, assigned, lent, given back; priority and due date."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from nosologist.errors import UsageError
from nosologist.workbench import audit, recording
from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import Chart
from nosologist.workbench.restricting import closed_to, restrict
from nosologist.workbench.roles import ARRANGERS, RESTRICTERS
from nosologist.workbench.worklist_models import NO_DUE, Priority, WorkItem

_MOST = 500  # charts at once
_HANDED = {
    "claim": (Kind.CLAIM, "claimed"),
    "assign": (Kind.ASSIGN, "assigned"),
    "lend": (Kind.LEND, "lent"),
    "release": (Kind.RELEASE, "given back"),
}


def arrange(request: Any) -> HttpResponse:
    """Do it with each chart, and go back to the list, which tells what was done and what was not."""
    act = request.POST.get("act", "")
    try:
        does, done = _doing(request, act)
    except UsageError as error:
        return _back(request, str(error))
    count, wrong = 0, ""
    for id in _chosen(request.POST.getlist("chart")):
        chart = (
            Chart.objects.filter(organization_id=request.membership.organization_id, id=id).defer("documents").first()
        )
        if chart is None:
            continue
        try:
            does(chart)
            count += 1
        except recording.RefusedError as error:
            wrong = wrong or f"{'restricted chart' if _is_closed(request, chart) else chart.name}: {error}"
    told = f"{count} chart{'' if count == 1 else 's'} {done}" if count or wrong else "choose charts first (key s)"
    return _back(request, f"{told}; not {wrong}" if wrong else told)


def _back(request: Any, told: str) -> HttpResponse:
    request.session["told"] = told
    return redirect(f"{reverse('worklist')}?{request.session.get('list', '')}")


def _chosen(ids: list[str]) -> list[uuid.UUID]:
    found = []
    for text in ids[:_MOST]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def _doing(request: Any, act: str) -> tuple[Callable[[Chart], None], str]:
    """What is done with a chart, and how that is told.

    Raises:
        UsageError: it makes no sense, or the role does not allow it.
    """
    if act in _HANDED:
        kind, done = _HANDED[act]
        return lambda chart: _handed(request, chart, kind), done
    if act == "restrict" and request.membership.held & RESTRICTERS:
        return lambda chart: restrict(chart.id, chart.organization_id, request.user.username), "restricted"
    if not request.membership.held & ARRANGERS or act == "restrict":
        raise UsageError("your role does not allow this")
    if act == "priority" and request.POST.get("priority", "") in {str(one.value) for one in Priority}:
        level = Priority(int(request.POST["priority"]))
        return lambda chart: _set(request, chart, "priority", level.value), f"of {level.name.lower()} priority"
    if act == "due":
        day = _day(request.POST.get("due", ""))
        return lambda chart: _set(request, chart, "due", day), "without due date" if day == NO_DUE else f"due {day}"
    raise UsageError("this is nothing that can be done here")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else NO_DUE
    except ValueError:
        raise UsageError("the due date makes no sense") from None


def _handed(request: Any, chart: Chart, kind: Kind) -> None:
    to = request.POST.get("to", "")
    if (kind is Kind.CLAIM or to == request.user.username) and _is_closed(request, chart):
        raise recording.RefusedError("it is restricted, another person must assign it to you")
    wish = recording.Wish(uuid.uuid4(), chart.last, kind, {"to": to})
    recording.record(chart, request.user, request.membership.held, wish)


def _set(request: Any, chart: Chart, name: str, value: Any) -> None:
    with transaction.atomic():
        WorkItem.objects.filter(chart=chart).update(**{name: value})
        audit.write(
            name, user=request.user.username, organization=chart.organization_id, subject=chart.id, value=str(value)
        )


def _is_closed(request: Any, chart: Chart) -> bool:
    return closed_to(request.user, chart.organization_id).filter(chart=chart).exists()
