"""Recording what is done with a provider query: one committed row, with its line in the audit log, or nothing at all."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from nosologist.errors import UsageError
from nosologist.model.document import Document
from nosologist.workbench import audit, engine, recording
from nosologist.workbench.models import BothClaims, Chart, ProviderQuery, QueryEvent, User
from nosologist.workbench.query_wanted import clean, free_name
from nosologist.workbench.querying import Act, Asked, Event, after, allowed, asked
from nosologist.workbench.recording import OvertakenError, RefusedError
from nosologist.workbench.roles import QUERIERS, Role

_OVERTAKEN = "somebody else worked on this query meanwhile; nothing was overwritten, load the page again"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the browser asks for: the event's own id, the query's, the last event that it saw, what it wants."""

    id: uuid.UUID
    query: uuid.UUID
    seen: int
    act: Act
    raw: Mapping[str, Any]
    token: str = ""  # of the program that sent it


def queries_of(chart: Chart) -> dict[str, tuple[Asked, tuple[Event, ...]]]:
    """The queries of a chart with their events, the oldest first."""
    ids = [str(id) for id in chart.queries.order_by("created", "id").values_list("id", flat=True)]
    events: dict[str, list[Event]] = {id: [] for id in ids}
    rows = QueryEvent.objects.filter(query__chart=chart).select_related("user").order_by("number")
    for row in rows:
        events.setdefault(str(row.query_id), []).append(_event(row))
    return {id: (asked(id, told), tuple(told)) for id, told in events.items()}


def record(chart: Chart, user: User, roles: frozenset[Role], wish: Wish) -> Asked:
    """Record an event and return the query as it then stands; an event that is there already is not recorded again.

    Raises:
        RefusedError: it may not be. OvertakenError: others worked on the query meanwhile. Nothing is recorded then.
    """
    if not roles & QUERIERS:
        raise RefusedError("your role does not allow this")
    now = _standing(chart, wish)
    if now.is_there:
        return now.query
    try:
        allowed(now.query, wish.act)
        today = timezone.now().date()
        data = clean(wish.act, wish.raw, chart, recording.desk(chart), now.query, today)
        with transaction.atomic():
            return _added(chart, user, wish, now.query, data)
    except IntegrityError:
        if (after_all := _standing(chart, wish)).is_there:
            return after_all.query
        raise OvertakenError(_OVERTAKEN) from None
    except RefusedError:
        raise
    except UsageError as error:
        raise RefusedError(str(error)) from None


@dataclass(frozen=True, slots=True)
class _Standing:
    query: Asked
    is_there: bool  # the event that is asked for


def _standing(chart: Chart, wish: Wish) -> _Standing:
    """The query of a wish as it stands.

    Raises:
        RefusedError: it belongs to another chart. OvertakenError: the browser has not seen its last event.
    """
    if ProviderQuery.objects.filter(id=wish.query).exclude(chart=chart).exists():
        raise RefusedError("this query belongs to another chart")
    rows = QueryEvent.objects.filter(query=wish.query).select_related("user").order_by("number")
    events = [_event(row) for row in rows]
    query = asked(str(wish.query), events)
    if any(event.id == str(wish.id) for event in events):
        return _Standing(query, True)
    if query.last != wish.seen:
        raise OvertakenError(_OVERTAKEN)
    return _Standing(query, False)


def _added(chart: Chart, user: User, wish: Wish, now: Asked, data: dict[str, Any]) -> Asked:
    if not now.last:
        ProviderQuery(
            id=wish.query, chart=chart, organization_id=chart.organization_id, status="draft", title=""
        ).save(force_insert=True)  # fmt: skip
    row = QueryEvent(
        id=wish.id,
        query_id=wish.query,
        number=now.last + 1,
        user=user,
        at=timezone.now(),
        act=wish.act.value,
        data=data,
    )
    row.save(force_insert=True)
    then = after(now, _event(row))
    ProviderQuery.objects.filter(id=wish.query).update(
        status=then.status.value, title=then.title, provider=then.provider, sent=then.sent, due=then.due, last=then.last
    )
    if wish.act in (Act.ANSWER, Act.AMEND, Act.TAKE_BACK):
        _kept(chart, then, data)
    audit.write(
        "query", user=user.username, organization=chart.organization_id, subject=chart.id, id=str(wish.id),
        query=str(wish.query), act=wish.act.value, number=row.number, digest=audit.event_digest(row),
        **({"token": wish.token} if wish.token else {}),
    )  # fmt: skip
    return then


def _kept(chart: Chart, query: Asked, told: Mapping[str, Any]) -> None:
    """The answer becomes a document of the chart and of the other claim of its visit, so that a code can rest on its words.

    One that was recorded wrongly stays, and is marked, so that no code can.
    """
    ids = [id for id in (chart.id, BothClaims.other_of(chart.id)) if id]
    for one in Chart.objects.select_for_update().filter(id__in=ids).order_by("id").only("documents"):
        if one.id == chart.id and any(document["id"] == told.get("document") for document in one.documents):
            raise OvertakenError(_OVERTAKEN)  # the answer to another query took the name
        one.documents = _with_answer(one.documents, query, told)
        # Nothing else: others may have decided meanwhile.
        Chart.objects.filter(id=one.id).update(documents=one.documents)
        if one.id == chart.id:
            chart.documents = one.documents


def _with_answer(there: list[dict[str, Any]], query: Asked, told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The documents with an answer, under a name that is free; the answer before it no longer counts."""
    wrong = {"withdrawn": told.get("reason", "")}
    documents = [{**one, **wrong} if _is_of(one, query, told) and not one.get("withdrawn") else one for one in there]
    if "words" in told:
        document = Document(
            free_name(there),
            response_text(query, told),
            "query response",
            told["provider"],
            date.fromisoformat(told["date"]),
        )
        documents += [{**one, "query": query.id} for one in engine.kept([document])]
    return documents


def _is_of(document: Mapping[str, Any], query: Asked, told: Mapping[str, Any]) -> bool:
    """True for an answer to a query; one that was kept before documents said so is known by its name."""
    return bool(document["query"] == query.id if "query" in document else document["id"] == told.get("instead"))


def response_text(query: Asked, answer: Mapping[str, Any]) -> str:
    """The document of an answer: what was asked, which is no statement of the provider, and the provider's words."""
    return f"QUERY ASKED:\n{query.title}\n{query.content['question']}\n\nQUERY RESPONSE:\n{answer['words']}\n"


def _event(row: QueryEvent) -> Event:
    return Event(str(row.id), row.number, row.user.username, row.at, Act(row.act), row.data)
