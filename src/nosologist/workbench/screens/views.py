"""Saved views: criteria under a name, of one's own or shared; and the list as a table to take along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from nosologist.errors import UsageError
from nosologist.workbench import audit, criteria, downloads, listing, saved_views
from nosologist.workbench.acting import actor_of
from nosologist.workbench.ageing import waiting
from nosologist.workbench.models import Chart
from nosologist.workbench.restricting import closed_to
from nosologist.workbench.screens.worklist import NAMELESS
from nosologist.workbench.worklist_models import NO_DUE, Priority

_COLUMNS = (
    "chart", "name", "setting", "document", "specialty", "date", "age", "sex", "codes", "waiting days", "payer", "charges", "due",
    "priority", "with", "lent by", "status",
)  # fmt: skip
_FIELDS = (
    "chart_id", "chart__name", "setting", "kind", "specialty", "chart__date", "age", "chart__sex", "chart__codes", "since", "payer",
    "charges", "due", "priority", "holder__username", "lent_by__username", "status",
)  # fmt: skip


def views(request: Any) -> HttpResponse:
    """Keep the list that was last looked at under a name, or forget a view."""
    try:
        told = _forgotten(request) if request.POST.get("act") == "forget" else _kept(request)
    except UsageError as error:
        told = str(error)
    request.session["told"] = told
    return redirect(f"{reverse('worklist')}?{request.session.get('list', '')}")


def _kept(request: Any) -> str:
    asked = criteria.read(QueryDict(request.session.get("list", "")))
    form = request.POST
    view = saved_views.keep(actor_of(request), form.get("name", ""), asked, form.get("shared") == "1")
    return f"saved as {view.name}"


def _forgotten(request: Any) -> str:
    number = request.POST.get("view", "")
    is_number = number.isascii() and number.isdecimal() and len(number) < 18
    return f"{saved_views.forget(actor_of(request), int(number) if is_number else 0)} is forgotten"


def table(request: Any) -> HttpResponse:
    """The whole list by its criteria, as CSV or XLSX. That it was taken is written down."""
    asked, today = criteria.read(request.GET), timezone.now().date()
    found = listing.wanted(request.membership.organization_id, asked, request.user, today)
    audit.write(
        "list exported",
        user=request.user.username,
        organization=request.membership.organization_id,
        charts=found.count(),
    )
    closed = set(closed_to(request.user, request.membership.organization_id).values_list("chart", flat=True))
    return downloads.table(request.GET.get("form", ""), "worklist", _COLUMNS, _rows(found, today, closed))


def _rows(found: QuerySet[Any], today: Any, closed: set[Any]) -> Iterator[tuple[downloads.Cell, ...]]:
    for line in found.values(*_FIELDS).iterator(chunk_size=1000):
        (
            id,
            name,
            setting,
            kind,
            specialty,
            day,
            age,
            sex,
            codes,
            since,
            payer,
            charges,
            due,
            priority,
            holder,
            lender,
            status,
        ) = ((line | NAMELESS if line["chart_id"] in closed else line)[name] for name in _FIELDS)
        yield (
            str(id), name, setting, kind, specialty, str(day or ""), age, sex, codes,
            waiting(since, today) if status == Chart.OPEN else None, payer,
            None if charges is None else charges / 100, "" if due == NO_DUE else str(due),
            Priority(priority).name.lower(), holder or "", lender or "", status,
        )  # fmt: skip
