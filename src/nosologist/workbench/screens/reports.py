"""Reports: tables with how they are counted, pictures, and each as a file. Coders see their own numbers, seniors everybody's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nosologist.workbench import audit, downloads
from nosologist.workbench.report import Asked
from nosologist.workbench.reporting import PERIODS, REPORTS
from nosologist.workbench.roles import OVERSEERS

_PLAIN = 30


def reports(request: Any) -> HttpResponse:
    """All reports of a period."""
    days = _days(request)
    asked = asked_of(request, days, request.GET.get("whose") == "mine")
    shown = [report(asked) for report in REPORTS.values()]
    return render(request, "reports.html", {
        "reports": shown, "days": days, "periods": PERIODS, "asked": asked,
        "may_see_all": bool(request.membership.held & OVERSEERS), "mine": bool(asked.user),
    })  # fmt: skip


def report_table(request: Any) -> HttpResponse:
    """One report as CSV or XLSX. That it was taken is written down."""
    report = request.GET.get("of", "")
    if report not in REPORTS:
        raise Http404
    days = _days(request)
    found = REPORTS[report](asked_of(request, days, request.GET.get("whose") == "mine"))
    audit.write(
        "report exported",
        user=request.user.username,
        organization=request.membership.organization_id,
        report=report,
        days=days,
    )
    return downloads.table(request.GET.get("form", ""), found.key, found.columns, found.rows)


def _days(request: Any) -> int:
    asked = request.GET.get("days", "")
    return next((days for days in PERIODS if str(days) == asked), _PLAIN)


def asked_of(request: Any, days: int, mine: bool) -> Asked:
    """Everybody's charts for who oversees them and did not ask for their own, else the person's own."""
    today: date = timezone.now().date()
    own = mine or not request.membership.held & OVERSEERS
    first = today - timedelta(days=days - 1)
    return Asked(request.membership.organization_id, first, today, request.user if own else None)
