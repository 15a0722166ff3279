"""Saved views: criteria under a name, of one's own or shared; and the list as a table to take along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from nosologist.workbench import audit, criteria, downloads, listing
from nosologist.workbench.ageing import waiting
from nosologist.workbench.models import Chart
from nosologist.workbench.restricting import closed_to
from nosologist.workbench.roles import ARRANGERS
from nosologist.workbench.screens.worklist import NAMELESS, views_of
from nosologist.workbench.worklist_models import NO_DUE, Priority, SavedView

_MOST = 30  # of a person
_COLUMNS = (
    "chart", "name", "setting", "document", "date", "age", "sex", "codes", "waiting days", "payer", "charges", "due",
    "priority", "with", "lent by", "status",
)  # fmt: skip
_FIELDS = (
    "chart_id", "chart__name", "setting", "kind", "chart__date", "age", "chart__sex", "chart__codes", "since", "payer",
    "charges", "due", "priority", "holder__username", "lent_by__username", "status",
)  # fmt: skip


def views(request: Any) -> HttpResponse:
    """Keep the list that was last looked at under a name, or forget a view."""
    told = _forgotten(request) if request.POST.get("act") == "forget" else _kept(request)
    request.session["told"] = told
    return redirect(f"{reverse('worklist')}?{request.session.get('list', '')}")


def _kept(request: Any) -> str:
    name = " ".join(request.POST.get("name", "").split())[:60]
    if not name:
        return "give the view a name"
    mine = SavedView.objects.filter(organization_id=request.membership.organization_id, owner=request.user)
    if mine.exclude(name=name).count() >= _MOST:
        return f"{_MOST} views are the most; forget one first"
    shared = request.POST.get("shared") == "1" and bool(request.membership.held & ARRANGERS)
    asked = criteria.read(QueryDict(request.session.get("list", ""))).asked
    try:
        with transaction.atomic():
            SavedView.objects.update_or_create(
                organization_id=request.membership.organization_id, owner=request.user, name=name,
                defaults={"shared": shared, "criteria": asked},
            )  # fmt: skip
    except IntegrityError:  # the same name at the same moment
        return "this view was saved twice at once; look again"
    return f"saved as {name}"


def _forgotten(request: Any) -> str:
    number = request.POST.get("view", "")
    found = views_of(request).filter(pk=int(number)).first() if number.isdecimal() and len(number) < 18 else None
    if found is None or (found.owner_id != request.user.pk and not request.membership.held & ARRANGERS):
        return "this view is not yours to forget"
    found.delete()
    return f"{found.name} is forgotten"


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
        id, name, setting, kind, day, age, sex, codes, since, payer, charges, due, priority, holder, lender, status = (
            (line | NAMELESS if line["chart_id"] in closed else line)[name] for name in _FIELDS
        )
        yield (
            str(id), name, setting, kind, str(day or ""), age, sex, codes,
            waiting(since, today) if status == Chart.OPEN else None, payer,
            None if charges is None else charges / 100, "" if due == NO_DUE else str(due),
            Priority(priority).name.lower(), holder or "", lender or "", status,
        )  # fmt: skip
