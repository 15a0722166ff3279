"""The organization's provider queries: those that wait, the oldest first, and what became of the others."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nosologist.workbench.models import ProviderQuery
from nosologist.workbench.restricting import closed_to

_ON_A_PAGE = 50
_STATES = (
    ("waiting", "Waiting", Q(status="sent")),
    ("overdue", "Overdue", Q(status="sent")),  # and due before today
    ("draft", "Drafts", Q(status="draft")),
    ("answered", "Answered", Q(status="answered")),
    ("closed", "No answer", Q(status__in=["no response", "withdrawn"])),
)
_BUCKETS = ((2, "up to 2 days"), (7, "3 to 7 days"), (14, "8 to 14 days"))


def query_list(request: Any) -> HttpResponse:
    """The list. The state travels in the address; the name of a provider or a chart that is searched for does not."""
    today = timezone.now().date()
    state = request.GET.get("state", "waiting")
    wanted = queries_of(request).filter(_of(state, today)).select_related("chart").order_by("sent", "created", "id")
    wanted = wanted.only("title", "provider", "status", "sent", "due", "chart__name")
    words = request.POST.get("words", "").strip()[:100] if request.method == "POST" else ""
    if words:
        wanted = wanted.filter(Q(provider__icontains=words) | Q(chart__name__icontains=words))
    page = Paginator(wanted, 500 if words else _ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [
        (one, (today - one.sent.date()).days if one.status == "sent" else None, _is_overdue(one, today)) for one in page
    ]
    counts = queries_of(request).aggregate(**{name: Count("id", filter=_of(name, today)) for name, _, _ in _STATES})
    return render(request, "query_list.html", {
        "rows": rows, "page": page, "state": state, "words": words, "ageing": _ageing(request, today),
        "states": [(name, title, counts[name]) for name, title, _ in _STATES],
    })  # fmt: skip


def queries_of(request: Any) -> QuerySet[Any]:
    """The queries that a request may see: those of its organization about charts that are not closed to the person."""
    organization = request.membership.organization_id
    found: QuerySet[Any] = ProviderQuery.objects.filter(organization_id=organization)
    return found.exclude(chart__in=closed_to(request.user, organization))


def _of(state: str, today: Any) -> Q:
    wanted = next((wanted for name, _, wanted in _STATES if name == state), Q())
    return wanted & Q(due__lt=today) if state == "overdue" else wanted


def _is_overdue(one: Any, today: Any) -> bool:
    return one.status == "sent" and one.due is not None and one.due < today


def _ageing(request: Any, today: Any) -> list[tuple[str, int]]:
    """How long the queries that wait have waited."""
    limits = [timezone.make_aware(datetime.combine(today - timedelta(days=days), time())) for days, _ in _BUCKETS]
    counted = queries_of(request).filter(status="sent").aggregate(
        all=Count("id"), **{f"b{place}": Count("id", filter=Q(sent__gte=limit)) for place, limit in enumerate(limits)}
    )  # fmt: skip
    totals = [counted[f"b{place}"] for place in range(len(limits))] + [counted["all"]]
    each = [total - before for before, total in zip([0, *totals], totals, strict=False)]
    return list(zip([*(title for _, title in _BUCKETS), "over 14 days"], each, strict=True))
