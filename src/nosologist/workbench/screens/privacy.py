"""Who saw which chart: for the privacy officer, by person, chart and day, and as a file for an investigation."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from nosologist.errors import UsageError
from nosologist.workbench import audit, downloads, looks
from nosologist.workbench.looks import Wanted
from nosologist.workbench.models import AuditEntry, BreakGlass
from nosologist.workbench.restricting import restrict
from nosologist.workbench.worklist_models import WorkItem

_ON_A_PAGE = 100
_COLUMNS = ("number", "when (UTC)", "who", "did", "chart", "detail", "digest")


def privacy(request: Any) -> HttpResponse:
    """The page: the newest lines, and those before a number; a POST restricts a chart, or lifts it."""
    if request.method == "POST":
        return _restricted(request)
    wanted, wrong = _wanted(request)
    found = looks.lines(request.membership.organization_id, wanted)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdecimal() and len(before) < 18:
        found = found.filter(number__lt=int(before))
    rows = list(found[: _ON_A_PAGE + 1])
    shown = rows[:_ON_A_PAGE]
    people = request.membership.organization.memberships.order_by("user__username")
    return render(request, "privacy.html", {
        "rows": [(one, looks.told(one)) for one in shown], "wanted": wanted, "wrong": wrong,
        "older": shown[-1].number if len(rows) > len(shown) else None, "is_first": not before,
        "kinds": [(name, title) for name, (title, _) in looks.KINDS.items()],
        "restricted": standing(request, wanted.chart), "unreviewed": unreviewed(request.membership.organization_id),
        "people": people.values_list("user__username", flat=True),
    }, status=400 if wrong else 200)  # fmt: skip


def unreviewed(organization: object) -> int:
    """How many broken glasses nobody has reviewed."""
    return BreakGlass.objects.filter(organization_id=organization, reviewed=None).count()


def standing(request: Any, chart: str) -> bool | None:
    """Whether a chart is restricted; None where there is none."""
    mine = WorkItem.objects.filter(organization_id=request.membership.organization_id, chart=chart) if chart else None
    return mine.values_list("restricted", flat=True).first() if mine is not None else None


def _restricted(request: Any) -> HttpResponse:
    try:
        chart = uuid.UUID(request.POST.get("chart", ""))
    except ValueError:
        raise Http404 from None
    if standing(request, str(chart)) is None:
        raise Http404
    organization = request.membership.organization_id
    restrict(chart, organization, request.user.username, request.POST.get("act") != "lift")
    return redirect(f"{reverse('privacy')}?chart={chart}")


def privacy_table(request: Any) -> HttpResponse:
    """All lines that are asked for, as CSV or XLSX. That they were taken is written down, with what was asked."""
    wanted, wrong = _wanted(request)
    if wrong:
        return HttpResponse(wrong, status=400, content_type="text/plain; charset=utf-8")
    organization = request.membership.organization_id
    last = AuditEntry.objects.order_by("-number").values_list("number", flat=True).first() or 0
    audit.write(
        "accesses exported", user=request.user.username, organization=organization, subject=wanted.chart,
        person=wanted.person, first=wanted.first, last=wanted.last, kind=wanted.kind,
    )  # fmt: skip
    rows = _rows(organization, wanted, last)
    return downloads.table(request.GET.get("form", ""), "accesses", _COLUMNS, rows)


def _wanted(request: Any) -> tuple[Wanted, str]:
    try:
        return looks.read(request.GET), ""
    except UsageError as error:
        return Wanted(), str(error)


def _rows(organization: object, wanted: Wanted, last: int) -> Iterator[tuple[downloads.Cell, ...]]:
    """Lines as they stood when the file was asked for."""
    found = looks.lines(organization, wanted).filter(number__lte=last)
    for one in found.iterator(chunk_size=2000):
        yield (one.number, one.at[:19], one.user, one.action, one.subject, looks.told(one), one.digest)
