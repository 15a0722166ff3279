"""The worklist: the organization's charts, filtered; claim one, or get the next."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from nosologist.model.encounter import Setting
from nosologist.workbench import recording
from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import Chart
from nosologist.workbench.roles import DECIDERS, EXPORTERS, UPLOADERS

_ON_A_PAGE = 50
_STATES = (("unclaimed", "Unclaimed"), ("mine", "Mine"), ("open", "All open"), ("final", "Final"))
_BUCKETS = ((1, "under 1 day"), (3, "1 to 3 days"), (7, "3 to 7 days"))


def home(request: Any) -> HttpResponse:
    """Where a person begins: the worklist, or the audit log for who sees no charts."""
    from nosologist.workbench.access import ACCESS

    return redirect("worklist" if request.membership.held & ACCESS["worklist"].roles else "audit")


def charts_of(request: Any) -> QuerySet[Any]:
    """The charts that a request may see: those of its organization, and no other."""
    found: QuerySet[Any] = Chart.objects.filter(organization_id=request.membership.organization_id)
    return found


def worklist(request: Any) -> HttpResponse:
    """The list. Filters travel in the address; what a person searches by does not, it may be a name."""
    state = request.GET.get("state", "open")
    setting = request.GET.get("setting", "")
    wanted = charts_of(request).defer("documents", "suggested").select_related("claimed_by").order_by("created", "id")
    counts = _counts(request)
    wanted = _of_state(wanted, state, request.user)
    if setting in list(Setting):
        wanted = wanted.filter(setting=setting)
    words = request.POST.get("words", "").strip()[:100] if request.method == "POST" else ""
    if words:
        wanted = wanted.filter(name__icontains=words)
    page = Paginator(wanted, 500 if words else _ON_A_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    rows = [(chart, _age(chart, now)) for chart in page]
    held = request.membership.held
    return render(request, "worklist.html", {
        "rows": rows, "page": page, "state": state, "setting": setting, "settings": list(Setting), "words": words,
        "states": [(name, title, counts[name]) for name, title in _STATES], "ageing": _ageing(request, now),
        "decides": bool(held & DECIDERS), "exports": bool(held & EXPORTERS), "uploads": bool(held & UPLOADERS),
    })  # fmt: skip


def _of_state(wanted: QuerySet[Any], state: str, user: Any) -> QuerySet[Any]:
    if state == "final":
        return wanted.filter(status=Chart.FINAL)
    wanted = wanted.filter(status=Chart.OPEN)
    if state == "mine":
        return wanted.filter(claimed_by=user)
    return wanted.filter(claimed_by=None) if state == "unclaimed" else wanted


def _counts(request: Any) -> dict[str, int]:
    is_open = Q(status=Chart.OPEN)
    counted: dict[str, int] = charts_of(request).aggregate(
        open=Count("id", filter=is_open), final=Count("id", filter=Q(status=Chart.FINAL)),
        mine=Count("id", filter=is_open & Q(claimed_by=request.user)),
        unclaimed=Count("id", filter=is_open & Q(claimed_by=None)),
    )  # fmt: skip
    return counted


def _ageing(request: Any, now: Any) -> list[tuple[str, int]]:
    """How long the charts that are not final have waited: the totals of each bucket, counted by the database."""
    limits = [now - timedelta(days=days) for days, _ in _BUCKETS]
    younger = charts_of(request).filter(status=Chart.OPEN).aggregate(
        all=Count("id"), **{f"b{place}": Count("id", filter=Q(created__gt=limit)) for place, limit in enumerate(limits)}
    )  # fmt: skip
    totals = [younger[f"b{place}"] for place in range(len(limits))] + [younger["all"]]
    each = [total - before for before, total in zip([0, *totals], totals, strict=False)]
    return list(zip([*(title for _, title in _BUCKETS), "over 7 days"], each, strict=True))


def _age(chart: Any, now: Any) -> str:
    hours = int((now - chart.created).total_seconds() // 3600)
    return f"{hours // 24} d" if hours >= 24 else f"{hours} h"


def following(request: Any) -> HttpResponse:
    """The next chart: of one's own the oldest, else the oldest that nobody has, which is then claimed."""
    but = request.POST.get("but", "")
    is_open = charts_of(request).filter(status=Chart.OPEN).order_by("created", "id").defer("documents")
    if _is_id(but):
        is_open = is_open.exclude(id=but)
    if mine := is_open.filter(claimed_by=request.user).first():
        return redirect("chart", chart=mine.id)
    for chart in is_open.filter(claimed_by=None)[:5]:  # others may take one at the same moment
        try:
            wish = recording.Wish(uuid.uuid4(), chart.last, Kind.CLAIM, {})
            recording.record(chart, request.user, request.membership.held, wish)
        except recording.RefusedError:
            continue
        return redirect("chart", chart=chart.id)
    return redirect("worklist")


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
