"""Breaking the glass of a restricted chart, with a reason; and what the privacy officer reviews of it."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from nosologist.errors import UsageError
from nosologist.workbench import restricting
from nosologist.workbench.acting import actor_of
from nosologist.workbench.models import BreakGlass, Chart
from nosologist.workbench.restricting import HOURS, REASONS

_ON_A_PAGE = 50


def break_glass(request: Any, chart: uuid.UUID) -> HttpResponse:
    """The page that asks for a reason; with one, the chart opens. Where it is open anyway, it opens at once."""
    organization = request.membership.organization_id
    one = Chart.objects.filter(id=chart, organization_id=organization).only("id", "organization_id").first()
    if one is None:
        raise Http404
    if not restricting.closed_to(request.user, organization).filter(chart=one).exists():
        return redirect("chart", chart=chart)
    wrong = ""
    if request.method == "POST":
        try:
            restricting.break_glass(one, request.user, request.POST.get("kind", ""), request.POST.get("words", ""))
            return redirect("chart", chart=chart)
        except UsageError as error:
            wrong = str(error)
    shown = {"reasons": REASONS, "hours": HOURS, "chart": one, "wrong": wrong, "words": request.POST.get("words", "")}
    return render(request, "break_glass.html", shown, status=400 if wrong else 200)


def glass(request: Any) -> HttpResponse:
    """The list, what nobody has reviewed first; a POST marks one as reviewed."""
    mine, wrong = glasses_of(request), ""
    if request.method == "POST":
        one = _of(mine, request.POST.get("event", ""))
        try:
            restricting.review(one, actor_of(request))
            return redirect("glass")
        except UsageError as error:
            wrong = str(error)
    page = Paginator(mine, _ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [(one, REASONS.get(one.kind, one.kind)) for one in page]
    return render(
        request, "glass.html", {"rows": rows, "page": page, "wrong": wrong}, status=409 if wrong else 200
    )  # fmt: skip


def glasses_of(request: Any) -> QuerySet[BreakGlass]:
    """Every broken glass of the organization, what nobody has reviewed first."""
    mine = BreakGlass.objects.filter(organization_id=request.membership.organization_id)
    return mine.select_related("user", "reviewed_by").order_by(F("reviewed").desc(nulls_first=True), "-at", "id")


def _of(mine: Any, id: str) -> BreakGlass:
    try:
        found: BreakGlass | None = mine.filter(id=uuid.UUID(id)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found
