"""The worklist asked of the database: lines that are wanted, in order; totals; and which one comes next."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from nosologist.workbench.ageing import BUCKETS
from nosologist.workbench.criteria import DOLLARS, YEARS, Criteria
from nosologist.workbench.models import Chart, ProviderQuery, User
from nosologist.workbench.querying import Status
from nosologist.workbench.worklist_models import NO_DUE, WorkItem

_ORDERS = {
    "": ("priority", "due", "since", "created", "chart_id"),
    "due": ("due", "priority", "since", "created", "chart_id"),
    "waiting": ("since", "created", "chart_id"),
    "charges": ("-dollars", "priority", "due", "since", "created", "chart_id"),
    "newest": ("-created", "chart_id"),
}
_TRIED = 5  # charts that are offered as the next one: others may take some at the same moment
_WAITS = Exists(ProviderQuery.objects.filter(chart=OuterRef("chart_id"), status=Status.SENT))
_IS_OPEN, _IS_FINAL = Q(status=Chart.OPEN), Q(status=Chart.FINAL)


def wanted(organization: uuid.UUID, criteria: Criteria, user: User, today: date) -> QuerySet[Any]:
    """The lines that criteria ask for, in their order."""
    found = _items(organization).filter(_of_state(criteria, user), *_of_groups(criteria, today))
    return found.order_by(*_ORDERS[criteria.order])


def _items(organization: uuid.UUID) -> QuerySet[Any]:
    """The lines of an organization; ``dollars`` are the charges, less than none where none are stated, for orders."""
    found: QuerySet[Any] = WorkItem.objects.filter(organization_id=organization).annotate(
        dollars=Coalesce("charges", -1)
    )
    return found


def waiting_for_answers(ids: list[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these charts have a query to which a provider owes an answer."""
    return set(ProviderQuery.objects.filter(chart_id__in=ids, status=Status.SENT).values_list("chart_id", flat=True))


def lines(ids: list[uuid.UUID], names: tuple[str, ...]) -> list[dict[str, Any]]:
    """What is asked of the lines of charts, in the order of their ids; ``chart_id`` is among it."""
    found = {line["chart_id"]: line for line in WorkItem.objects.filter(chart_id__in=ids).values(*names)}
    return [found[id] for id in ids if id in found]


def _of_state(criteria: Criteria, user: User) -> Q:
    of_state = {"final": _IS_FINAL, "mine": _IS_OPEN & Q(holder=user), "unclaimed": _IS_OPEN & Q(holder=None)}
    return of_state.get(criteria.state, _IS_OPEN)


def _of_groups(criteria: Criteria, today: date) -> list[Q]:
    asked: list[Q] = []
    if criteria.setting:
        asked.append(Q(setting=criteria.setting))
    if criteria.kind:
        asked.append(Q(kind="" if criteria.kind == "none" else criteria.kind))
    if criteria.specialty:
        asked.append(Q(specialty="" if criteria.specialty == "none" else criteria.specialty))
    if criteria.years:
        asked.append(_between("age", *YEARS[criteria.years]))
    if criteria.waiting:
        bucket = next(one for one in BUCKETS if one.name == criteria.waiting)
        asked.append(_between("since", *bucket.days(today)))
    if criteria.due:
        week = today + timedelta(days=7)
        asked.append({
            "over": Q(due__lt=today), "today": Q(due=today), "week": Q(due__range=(today, week)), "none": Q(due=NO_DUE),
        }[criteria.due])  # fmt: skip
    if criteria.priority:
        asked.append(Q(priority=int(criteria.priority)))
    if criteria.payer:
        asked.append(Q(payer="" if criteria.payer == "none" else criteria.payer))
    if criteria.dollars:
        _, _, least, below = next(one for one in DOLLARS if one[0] == criteria.dollars)
        asked.append(Q(charges=None) if least is None else Q(charges__gte=least))
        asked.append(Q() if below is None else Q(charges__lt=below))
    if criteria.query:
        asked.append(_WAITS if criteria.query == "waits" else ~_WAITS)
    if criteria.holder:
        asked.append(Q(holder_id=int(criteria.holder)))
    return asked


def _between(name: str, first: Any, last: Any) -> Q:
    asked = Q() if first is None else Q(**{f"{name}__gte": first})
    return asked if last is None else asked & Q(**{f"{name}__lte": last})


def counted(organization: uuid.UUID, user: User, today: date) -> dict[str, int | None]:
    """How many charts are in each state, and how many open ones in each bucket of waiting (``waiting-NAME``), with their charges
    in cents as far as they are stated (``charges-NAME``)."""
    buckets = {
        f"waiting-{one.name}": Count("chart", filter=_IS_OPEN & _between("since", *one.days(today))) for one in BUCKETS
    } | {
        f"charges-{one.name}": Sum("charges", filter=_IS_OPEN & _between("since", *one.days(today))) for one in BUCKETS
    }
    found: dict[str, int | None] = WorkItem.objects.filter(organization_id=organization).aggregate(
        open=Count("chart", filter=_IS_OPEN), final=Count("chart", filter=_IS_FINAL),
        mine=Count("chart", filter=_IS_OPEN & Q(holder=user)), unclaimed=Count("chart", filter=_IS_OPEN & Q(holder=None)),
        **buckets,
    )  # fmt: skip
    return found


def upcoming(
    organization: uuid.UUID, criteria: Criteria, user: User, today: date, but: uuid.UUID | None, takes: bool = True
) -> list[Any]:  # fmt: skip
    """The charts to work on next, at most five: one's own, then what nobody has, each in the order of the list. One that
    waits for a provider's answer is left out, unless the list is of those.

    Args:
        but: the chart that is open now; those behind it come first, then the list begins anew.
        takes: what nobody has is among them; else one's own charts alone.
    """
    mine = Case(When(holder=user, then=Value(0)), default=Value(1), output_field=IntegerField())
    whose = Q(holder=user) | Q(holder=None) if takes else Q(holder=user)
    takable = wanted(organization, criteria, user, today).filter(_IS_OPEN, whose)
    takable = takable.filter(Q(holder=user) | Q(restricted=False))  # a restricted one is given, not taken
    if criteria.query != "waits":
        takable = takable.filter(~_WAITS)
    names = ("mine", *_ORDERS[criteria.order])
    ordered = takable.annotate(mine=mine).order_by(*names)
    now = _items(organization).filter(chart=but).annotate(mine=mine)
    here = now.values_list(*(name.lstrip("-") for name in names)).first() if but else None
    rest = ordered.exclude(chart=but) if but else ordered
    ids = rest.values_list("chart_id", flat=True)
    behind = list(ids.filter(_behind(names, here))[:_TRIED]) if here else []
    return list(dict.fromkeys([*behind, *ids[:_TRIED]]))[:_TRIED]


def _behind(names: tuple[str, ...], here: tuple[Any, ...]) -> Q:
    """What comes later in an order than a line with these values."""
    found, same = Q(), Q()
    for name, value in zip(names, here, strict=True):
        field, is_down = name.lstrip("-"), name.startswith("-")
        found |= same & Q(**{f"{field}__{'lt' if is_down else 'gt'}": value})
        same &= Q(**{field: value})
    return found
