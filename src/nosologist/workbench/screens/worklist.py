"""The worklist: the organization's charts by criteria, in an order; and the chart that comes next."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from nosologist.workbench import criteria, handing, intake, listing, recording, saved_views
from nosologist.workbench.acting import actor_of
from nosologist.workbench.ageing import BUCKETS, waiting
from nosologist.workbench.criteria import GROUPS, ORDERS, STATES, Criteria
from nosologist.workbench.deciding import Kind
from nosologist.workbench.form_fields import FILING
from nosologist.workbench.models import Chart, Membership
from nosologist.workbench.restricting import closed_to
from nosologist.workbench.roles import ARRANGERS, CLAIMERS, DECIDERS, EXPORTERS, RESTRICTERS, UPLOADERS
from nosologist.workbench.specialties import SPECIALTIES
from nosologist.workbench.wording import setting_said
from nosologist.workbench.worklist_models import NO_DUE, Priority

_ON_A_PAGE, _MOST_FOUND = 50, 500
_PAYERS = dict(FILING["choices"])
_SHOWN = (
    "chart_id", "chart__name", "chart__date", "chart__sex", "chart__codes", "setting", "kind", "specialty", "age", "since", "due",
    "priority", "status", "payer", "charges", "holder__username", "lent_by__username", "restricted",
    "demonstration",
)  # fmt: skip
# How a closed chart is listed; its name says already that it is restricted.
NAMELESS = {"chart__name": "Restricted chart", "age": None, "chart__sex": "", "payer": "", "restricted": False}


def home(request: Any) -> HttpResponse:
    """Where a person begins: the worklist, or for who opens no charts, who saw which."""
    from nosologist.workbench.access import ACCESS

    return redirect("worklist" if request.membership.held & ACCESS["worklist"].roles else "privacy")


def charts_of(request: Any) -> QuerySet[Any]:
    """The charts that a request may open: those of its organization that are not closed to the person, and no other."""
    organization = request.membership.organization_id
    found: QuerySet[Any] = Chart.objects.filter(organization_id=organization)
    return found.exclude(id__in=closed_to(request.user, organization))


def worklist(request: Any) -> HttpResponse:
    """The list. Criteria travel in the address; what a person searches by does not, it may be a name."""
    asked, today = criteria.read(request.GET), timezone.now().date()
    request.session["list"] = asked.address
    wanted = listing.wanted(request.membership.organization_id, asked, request.user, today)
    words = request.POST.get("words", "").strip()[:100] if request.method == "POST" else ""
    if words:
        closed = closed_to(request.user, request.membership.organization_id)
        wanted = wanted.filter(chart__name__icontains=words).exclude(chart__in=closed)
    # Found by their numbers first, then read: only what is shown is joined.
    page = Paginator(wanted.values_list("chart_id", flat=True), _MOST_FOUND if words else _ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    held = request.membership.held
    arranges = bool(held & ARRANGERS)
    return render(request, "worklist.html", {
        "rows": _rows(request, list(page), today), "page": page, "asked": asked, "words": words,
        **_totals(request, asked, today), "groups": _groups(request, asked), "orders": ORDERS,
        "told": request.session.pop("told", ""), "is_filtered": bool(asked.but("state", "order")),
        "being_read": 0 if page.paginator.count else intake.unread(request.membership.organization_id),
        "views": _views(request, asked), "arranges": arranges,
        "coders": handing.coders(request.membership.organization_id) if arranges else [], "priorities": GROUPS["priority"][1],
        "specialties": SPECIALTIES,
        "decides": bool(held & DECIDERS), "claims": bool(held & CLAIMERS),
        "restricts": bool(held & RESTRICTERS), "exports": bool(held & EXPORTERS), "uploads": bool(held & UPLOADERS),
    })  # fmt: skip


def _rows(request: Any, ids: list[uuid.UUID], today: Any) -> list[dict[str, Any]]:
    """Lines as they are shown."""
    waits = listing.waiting_for_answers(ids)
    return [_row(line, today) | {"query": line["chart_id"] in waits} for line in lines_of(request, ids)]


def lines_of(request: Any, ids: list[uuid.UUID]) -> list[dict[str, Any]]:
    """What lists tell of charts; of those that are closed to the person without name and patient."""
    closed = {one["chart"] for one in closed_to(request.user, request.membership.organization_id).filter(chart__in=ids)}
    return [line | NAMELESS if line["chart_id"] in closed else line for line in listing.lines(ids, _SHOWN)]


def dollars(cents: int | None) -> str:
    """An amount in whole dollars; empty where none is stated."""
    return "" if cents is None else f"${round(cents / 100):,}"


def _row(line: dict[str, Any], today: Any) -> dict[str, Any]:
    is_open, due = line["status"] == Chart.OPEN, None if line["due"] == NO_DUE else line["due"]
    return {
        **line, "setting": setting_said(line["setting"]), "waiting": waiting(line["since"], today) if is_open else None, "due": due,
        "payer": _PAYERS.get(line["payer"], ""), "charges": dollars(line["charges"]),
        "overdue": is_open and due is not None and due < today,
        "priority": "" if line["priority"] == Priority.NORMAL else Priority(line["priority"]).name.lower(),
    }  # fmt: skip


def _totals(request: Any, asked: Criteria, today: Any) -> dict[str, Any]:
    """The totals above the list, each with the address of its charts."""
    counts = listing.counted(request.membership.organization_id, request.user, today)
    of_state, of_bucket = asked.but("state"), asked.but("state", "waiting")
    return {
        "states": [(name, title, counts[name], f"state={name}&{of_state}") for name, title in STATES],
        "ageing": [
            (
                one.title,
                counts[f"waiting-{one.name}"],
                f"waiting={one.name}&{of_bucket}",
                one.name == asked.waiting,
                dollars(counts[f"charges-{one.name}"]),
            )
            for one in BUCKETS
        ],
        "total": counts["open"],
    }


def _groups(request: Any, asked: Criteria) -> list[tuple[str, str, Any, str]]:
    """The criteria as fields: name, title, choices and what is chosen."""
    people = Membership.objects.filter(organization_id=request.membership.organization_id).order_by("user__username")
    with_whom = [(str(number), name) for number, name in people.values_list("user_id", "user__username")]
    fields = [(name, title, choices, getattr(asked, name)) for name, (title, choices) in GROUPS.items()]
    return [*fields, ("holder", "Coder", with_whom, asked.holder)]


def _views(request: Any, asked: Criteria) -> list[dict[str, Any]]:
    """The views with their addresses; ``here`` is the one that is shown."""
    by = actor_of(request)
    found = [(one, criteria.read(one.criteria)) for one in saved_views.of(by)]
    return [
        {"id": one.pk, "name": one.name, "shared": one.shared, "address": wanted.address, "here": wanted == asked,
         "forgets": saved_views.may_forget(by, one)}
        for one, wanted in found
    ]  # fmt: skip


def following(request: Any) -> HttpResponse:
    """The next chart of the list that was last looked at: of one's own, else, for who may
    claim it, one that nobody has, which is then claimed."""
    asked = criteria.read(QueryDict(request.session.get("list", "")))
    found = next_of(request, asked, _id(request.POST.get("but", "")))
    if found is None:
        takes = bool(request.membership.held & CLAIMERS)
        request.session["told"] = (
            "No more charts to take on this list." if takes else "No more charts are assigned to you."
        )
        return redirect(f"{reverse('worklist')}?{asked.address}".rstrip("?"))  # the list as it was
    return redirect("chart", chart=found)


def next_of(request: Any, asked: Criteria, but: uuid.UUID | None, token: str = "") -> uuid.UUID | None:
    """The next chart of a list, claimed; None where there is none. ``token`` is that of the program that asks."""
    today, takes = timezone.now().date(), bool(request.membership.held & CLAIMERS)
    for id in listing.upcoming(request.membership.organization_id, asked, request.user, today, but, takes):
        chart = charts_of(request).defer("documents").get(id=id)
        if chart.claimed_by_id != request.user.pk:
            try:
                wish = recording.Wish(uuid.uuid4(), chart.last, Kind.CLAIM, {}, token)
                recording.record(chart, request.user, request.membership.held, wish)
            except recording.RefusedError:
                continue
        return id
    return None


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
