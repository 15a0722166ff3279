"""The worklist for programs: by every criterion of the page, with totals; charts arranged; saved views."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Annotated, Any, Literal

from django.core.paginator import Paginator
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from nosologist.errors import UsageError
from nosologist.workbench import arranging, criteria, listing, saved_views
from nosologist.workbench.acting import actor_of
from nosologist.workbench.ageing import BUCKETS, waiting
from nosologist.workbench.api.fields import Day, PageWanted, Specialty, Strict
from nosologist.workbench.models import Chart
from nosologist.workbench.screens.worklist import lines_of
from nosologist.workbench.worklist_models import NO_DUE, Priority

router = Router(tags=["worklist"])
_Choice = Annotated[str, StringConstraints(max_length=30)]


class CriteriaIn(Strict):
    """Which charts, in which order, as the address of the page has it; what is empty asks for nothing."""

    state: _Choice = Field("open", description="open, mine, unclaimed, final")
    setting: _Choice = ""
    kind: _Choice = Field("", description="of the main document")
    specialty: _Choice = ""
    years: _Choice = Field("", description="of the patient")
    waiting: _Choice = Field("", description="days since discharge or service")
    due: _Choice = Field("", description="over, today, week, none")
    payer: _Choice = ""
    dollars: _Choice = ""
    query: _Choice = ""
    priority: _Choice = Field("", description="1 high, 2 normal, 3 low")
    holder: _Choice = Field("", description="number of a user")
    order: _Choice = Field("", description="due, waiting, charges, newest; empty: the most urgent first")

    def criteria(self) -> criteria.Criteria:
        """What they ask for.

        Raises:
            UsageError: one is none of the page's choices.
        """
        given = {name: getattr(self, name) for name in CriteriaIn.model_fields}
        found = criteria.read(given)
        for name, value in given.items():
            if value and value != getattr(found, name):
                raise UsageError(f"{name}: is none of the worklist's choices")
        return found


class WorklistWanted(CriteriaIn, PageWanted):
    """Which charts are listed, and which page of them."""


class WorkRow(Schema):
    """A chart on the worklist; of a restricted one that is closed to the person neither name nor patient."""

    chart: uuid.UUID
    name: str
    setting: str
    kind: str  # of its main document
    specialty: str
    date: Day | None
    age: int | None
    sex: str | None
    codes: int
    status: str
    waiting: int | None  # days since discharge or service; none: it is final
    due: Day | None
    priority: str  # high, normal, low
    payer: str  # kind of coverage, as claims name it
    charges: str | None  # dollars, as far as they are stated
    claimed_by: str | None
    lent_by: str | None
    query: bool  # a provider owes an answer
    restricted: bool
    demonstration: bool


class Bucket(Schema):
    """Charts that are not final (DNFC), by days since discharge or service."""

    days: str
    charts: int
    charges: str | None


class Worklist(Schema):
    """A page of it, with the totals of the organization."""

    total: int  # charts that were asked for
    page: int
    states: dict[str, int]
    ageing: list[Bucket]
    charts: list[WorkRow]


class ArrangeIn(Strict):
    """What is done with charts."""

    act: Literal["claim", "assign", "lend", "release", "restrict", "priority", "due", "specialty"]
    charts: list[uuid.UUID] = Field(min_length=1, max_length=arranging.MOST)
    to: str = Field("", max_length=60, description="whom, of `assign` and `lend`; `assign` to nobody frees the chart")
    priority: Literal["high", "normal", "low"] | None = None
    due: Day | None = Field(None, description="of `due`; none takes it away")
    specialty: Specialty | None = Field(None, description="of `specialty`; none takes it away")


class RefusedChart(Schema):
    """A chart with which it was not done."""

    chart: uuid.UUID
    why: str


class ArrangeOut(Schema):
    """What was done."""

    done: int  # charts
    refused: list[RefusedChart]


class ViewIn(Strict):
    """A view that is kept, or forgotten."""

    act: Literal["keep", "forget"]
    name: str = Field("", max_length=60, description="of `keep`; in place of one's own view of that name")
    criteria: CriteriaIn | None = None
    shared: bool = Field(False, description="with the organization, by who arranges charts")
    view: int | None = Field(None, ge=1, lt=2**63, description="of `forget`: its number")


class ViewOut(Schema):
    """Criteria under a name."""

    view: int
    name: str
    owner: str
    shared: bool
    criteria: dict[str, str]  # what differs from the plain list


@router.get("/worklist", response=Worklist, url_name="api-worklist")
def worklist(request: Any, wanted: Query[WorklistWanted]) -> Any:
    """The worklist by its criteria, with the totals above it: charts of each state, those not final by days and charges."""
    organization, today = request.membership.organization_id, timezone.now().date()
    found = listing.wanted(organization, wanted.criteria(), request.user, today).values_list("chart_id", flat=True)
    page = Paginator(found, wanted.size).get_page(wanted.page)
    ids, counts = list(page), listing.counted(organization, request.user, today)
    waits = listing.waiting_for_answers(ids)
    return {
        "total": page.paginator.count, "page": page.number,
        "states": {name: counts[name] for name, _ in criteria.STATES},
        "ageing": [
            {"days": one.title, "charts": counts[f"waiting-{one.name}"], "charges": _dollars(counts[f"charges-{one.name}"])}
            for one in BUCKETS
        ],
        "charts": [_row(line, today) | {"query": line["chart_id"] in waits} for line in lines_of(request, ids)],
    }  # fmt: skip


@router.post("/arrange", response=ArrangeOut, url_name="api-arrange")
def arrange(request: Any, sent: ArrangeIn) -> Any:
    """Claim, assign, lend, give back or restrict charts, set priority or due date; each by itself."""
    told = {
        "to": sent.to, "priority": str(Priority[sent.priority.upper()].value) if sent.priority else "",
        "due": str(sent.due or ""), "specialty": sent.specialty or "",
    }  # fmt: skip
    found = arranging.arrange(actor_of(request), sent.act, told, dict.fromkeys(sent.charts))
    return {"done": found.count, "refused": [{"chart": chart, "why": why} for chart, why in found.refused]}


@router.get("/views", response=list[ViewOut], url_name="api-views")
def views(request: Any) -> Any:
    """One's own views and the shared ones; their criteria are those of `/api/worklist`."""
    return [_view(one) for one in saved_views.of(actor_of(request))]


@router.post("/views", response=list[ViewOut], url_name="api-views")
def change_view(request: Any, sent: ViewIn) -> Any:
    """Keep criteria under a name, or forget a view; all that there are then."""
    by = actor_of(request)
    if sent.act == "keep":
        saved_views.keep(by, sent.name, (sent.criteria or CriteriaIn.model_validate({})).criteria(), sent.shared)
    else:
        saved_views.forget(by, sent.view or 0)
    return views(request)


def _view(one: Any) -> dict[str, Any]:
    return {
        "view": one.pk,
        "name": one.name,
        "owner": one.owner.username,
        "shared": one.shared,
        "criteria": one.criteria,
    }


def _row(line: dict[str, Any], today: date) -> dict[str, Any]:
    is_open = line["status"] == Chart.OPEN
    return {
        "chart": line["chart_id"], "name": line["chart__name"], "setting": line["setting"], "kind": line["kind"],
        "specialty": line["specialty"],
        "date": line["chart__date"], "age": line["age"], "sex": line["chart__sex"] or None, "codes": line["chart__codes"],
        "status": line["status"], "waiting": waiting(line["since"], today) if is_open else None,
        "due": None if line["due"] == NO_DUE else line["due"], "priority": Priority(line["priority"]).name.lower(),
        "payer": line["payer"], "charges": _dollars(line["charges"]), "claimed_by": line["holder__username"],
        "lent_by": line["lent_by__username"], "restricted": line["restricted"], "demonstration": line["demonstration"],
    }  # fmt: skip


def _dollars(cents: int | None) -> str | None:
    return None if cents is None else f"{cents / 100:.2f}"
