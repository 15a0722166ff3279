"""Privacy for programs of the privacy officer: who saw which chart, restrictions, broken glasses and their review."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any, Literal

from django.core.paginator import Paginator
from django.http import Http404
from ninja import Query, Router, Schema
from pydantic import Field

from nosologist.workbench import looks, restricting
from nosologist.workbench.acting import actor_of
from nosologist.workbench.api.answers import AuditLine
from nosologist.workbench.api.fields import Day, PageWanted, Strict
from nosologist.workbench.screens.break_glass import glasses_of
from nosologist.workbench.screens.privacy import standing

router = Router(tags=["privacy"])


class AccessesWanted(Strict):
    """Which accesses are wanted; what is left out asks for nothing."""

    person: str = Field("", max_length=60, description="name for signing in")
    chart: uuid.UUID | None = None
    first: Day | None = None
    last: Day | None = None
    kind: Literal["", "looks", "changes", "exports", "break-glass", "refused"] = ""
    before: int | None = Field(None, ge=1, le=2**62, description="lines before this number")
    size: int = Field(100, ge=1, le=1000)


class Restriction(Schema):
    """Whether a chart is restricted."""

    chart: uuid.UUID
    restricted: bool


class RestrictionIn(Strict):
    """Restricted from now on, or lifted."""

    restricted: bool


class Glass(Schema):
    """A restricted chart that somebody opened for some hours, with the reason."""

    id: uuid.UUID
    chart: uuid.UUID
    user: str
    at: datetime
    until: datetime
    kind: str  # of the reason
    words: str
    reviewed: datetime | None
    reviewed_by: str | None


class Glasses(Schema):
    """A page of them, what nobody has reviewed first."""

    total: int
    page: int
    events: list[Glass]


class ReviewIn(Strict):
    """An event that was reviewed."""

    event: uuid.UUID


@router.get("/accesses", response=list[AuditLine], url_name="api-accesses")
def accesses(request: Any, wanted: Query[AccessesWanted]) -> Any:
    """Who looked at, changed or took out which chart, newest first. That it was asked is written down."""
    asked = looks.read({
        "person": wanted.person, "chart": str(wanted.chart or ""), "first": str(wanted.first or ""),
        "last": str(wanted.last or ""), "kind": wanted.kind,
    })  # fmt: skip
    found = looks.lines(request.membership.organization_id, asked)
    if wanted.before:
        found = found.filter(number__lt=wanted.before)
    rows = [
        {"number": one.number, "at": one.at, "user": one.user, "action": one.action, "subject": one.subject,
         "detail": json.loads(one.detail), "digest": one.digest}
        for one in found[: wanted.size]
    ]  # fmt: skip
    actor_of(request).tell(
        "accesses exported", asked.chart, person=asked.person, first=asked.first, last=asked.last, kind=asked.kind
    )
    return rows


@router.get("/charts/{uuid:chart}/restriction", response=Restriction, url_name="api-restriction")
def restriction(request: Any, chart: uuid.UUID) -> Any:
    """Whether a chart is restricted."""
    return {"chart": chart, "restricted": _standing(request, chart)}


@router.post("/charts/{uuid:chart}/restriction", response=Restriction, url_name="api-restriction")
def restrict(request: Any, chart: uuid.UUID, sent: RestrictionIn) -> Any:
    """Restrict a chart, or lift it."""
    _standing(request, chart)
    by = actor_of(request)
    restricting.restrict(chart, by.organization.id, by.user.username, sent.restricted, by.token)
    return {"chart": chart, "restricted": sent.restricted}


@router.get("/break-glass", response=Glasses, url_name="api-break-glass")
def glasses(request: Any, wanted: Query[PageWanted]) -> Any:
    """Restricted charts that were opened with a reason, what nobody has reviewed first."""
    page = Paginator(glasses_of(request), wanted.size).get_page(wanted.page)
    return {"total": page.paginator.count, "page": page.number, "events": list(map(_glass, page))}


@router.post("/break-glass", response=Glass, url_name="api-break-glass")
def review(request: Any, sent: ReviewIn) -> Any:
    """Mark an event as reviewed, once, by somebody else than who broke the glass."""
    one = glasses_of(request).filter(id=sent.event).first()
    if one is None:
        raise Http404
    restricting.review(one, actor_of(request))
    return _glass(glasses_of(request).get(id=sent.event))


def _standing(request: Any, chart: uuid.UUID) -> bool:
    found = standing(request, str(chart))
    if found is None:
        raise Http404
    return found


def _glass(one: Any) -> dict[str, Any]:
    return {
        "id": one.id, "chart": one.chart_id, "user": one.user.username, "at": one.at, "until": one.until, "kind": one.kind,
        "words": one.words, "reviewed": one.reviewed, "reviewed_by": one.reviewed_by.username if one.reviewed_by else None,
    }  # fmt: skip
