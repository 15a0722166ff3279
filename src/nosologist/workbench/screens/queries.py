"""The queries of a chart: what the record leaves open, drafts that are linted as they are written, and what became of each."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone

from nosologist.errors import UsageError
from nosologist.formats.query_text import whence
from nosologist.model.query import OTHER, UNDETERMINED, Indicator, Query
from nosologist.workbench import query_engine, query_recording, recording
from nosologist.workbench.deciding import Desk
from nosologist.workbench.documents import texts
from nosologist.workbench.models import Chart
from nosologist.workbench.query_wanted import OVERRIDABLE, USUAL_WAIT, query_of, stored
from nosologist.workbench.querying import Act, Asked, Event, Status
from nosologist.workbench.roles import QUERIERS
from nosologist.workbench.screens.chart import chart_of
from nosologist.workbench.sent import read_json

_DONE = {
    Act.DRAFT: "drafted", Act.SEND: "sent", Act.REMIND: "reminded", Act.ANSWER: "recorded the answer",
    Act.AMEND: "corrected the answer", Act.TAKE_BACK: "took the answer back",
    Act.NO_RESPONSE: "closed it without an answer", Act.WITHDRAW: "withdrew it",
}  # fmt: skip
_UNREADABLE = "this cannot be read; load the page again"


def queries(request: Any, chart: uuid.UUID) -> HttpResponse:
    """The queries, for the desk that asks for them; a browser that follows the address comes to the chart."""
    one = chart_of(request, chart)
    if not request.headers.get("X-Desk"):
        return redirect("chart", chart=one.id)
    return HttpResponse(render_to_string("queries.html", _shown(request, one, recording.desk(one)), request))


def query(request: Any, chart: uuid.UUID) -> HttpResponse:
    """Record one event; answer with its number, and unless the browser is only saving with the queries as they then stand."""
    one = chart_of(request, chart)
    try:
        raw = read_json(request)
        wish = query_recording.Wish(
            uuid.UUID(raw["id"]), uuid.UUID(raw["query"]), int(raw["seen"]), Act(raw["act"]), raw
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return _refused(_UNREADABLE, 400)
    try:
        then = query_recording.record(one, request.user, request.membership.held, wish)
    except recording.OvertakenError as error:
        return _refused(str(error), 409)
    except recording.RefusedError as error:
        return _refused(str(error), 422)
    told: dict[str, Any] = {"seen": then.last}
    if not raw.get("quiet"):
        desk = recording.desk(one)
        told["queries"] = render_to_string("queries.html", _shown(request, one, desk), request)
        if wish.act in (Act.ANSWER, Act.AMEND, Act.TAKE_BACK):
            told["texts"] = render_to_string("texts.html", {"texts": texts(one, desk, request.user)}, request)
    return JsonResponse(told)


def lint(request: Any, chart: uuid.UUID) -> HttpResponse:
    """What the linter says of a query as it is written, and its indicators as the record has them; nothing is kept."""
    one = chart_of(request, chart)
    try:
        raw = read_json(request)
        written = query_of(raw if isinstance(raw, dict) else {}, one)
    except UsageError as error:
        return _refused(str(error), 422)
    except ValueError:
        return _refused(_UNREADABLE, 400)
    found = query_engine.findings(written, one)
    return JsonResponse({
        "findings": [
            {"rule": each.rule, "severity": each.severity.value, "message": each.message, "mayStand": each.rule in OVERRIDABLE}
            for each in found
        ],
        "indicators": [_indicator(each, one) for each in written.indicators],
    })  # fmt: skip


def _refused(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def _shown(request: Any, one: Chart, desk: Desk) -> dict[str, Any]:
    told = query_recording.queries_of(one)
    drafted = {now.gap for now, _ in told.values()}
    gaps = [(key, found) for key, found in query_engine.gaps(one, desk).items() if key not in drafted]
    entries = [_entry(now, events, one, desk) for now, events in told.values()]
    place = {Status.DRAFT: 0, Status.SENT: 1}
    today = timezone.now().date()
    return {
        "chart": one,
        "entries": sorted(entries, key=lambda entry: place.get(entry["status"], 2)),
        "gaps": [{"key": key, "gap": found.gap, "cites": _cites(found), **_parts(found, one)} for key, found in gaps],
        "waiting": sum(entry["status"] is Status.SENT for entry in entries),
        "may_ask": bool(request.membership.held & QUERIERS),
        "blank": {"id": "new", "seen": 0, "lines": f"{OTHER.text}\n{UNDETERMINED.text}", "rows": 4},
        "today": today.isoformat(), "due": (today + USUAL_WAIT).isoformat(),
    }  # fmt: skip


def _cites(found: Query) -> str:
    return "; ".join(map(str, found.citations))


def _entry(now: Asked, events: Iterable[Event], one: Chart, desk: Desk) -> dict[str, Any]:
    """A query as its card shows it."""
    today = timezone.now().date()
    supported = query_engine.supported(one, now.answer["document"], desk) if now.answer else []
    return {
        "id": now.id, "seen": now.last, "status": now.status, "provider": now.provider, "sent": now.sent, "due": now.due,
        "days": (today - now.sent.date()).days if now.sent else 0, "is_overdue": now.is_open and bool(now.due and now.due < today),
        "reminders": now.reminders, "answer": now.answer, "why": now.reason,
        "supported": [(told["code"], told["title"], json.dumps(told)) for told in supported],
        "trail": [(event.at, event.user, _DONE[event.act], _note(event, now)) for event in events if event.act is not Act.DRAFT],
        "author": next((event.user for event in events), ""), **_parts(stored(now.content), one),
    }  # fmt: skip


def _note(event: Event, now: Asked) -> str:
    """What an event says beside its act; of an answer that was put right, what had been recorded."""
    data = event.data
    if event.act is Act.SEND:
        told = [f"to {data['provider']}, answer due {data['due']}", data["timing"]]
        if data["override"]:
            told.append(f"{', '.join(data['override']['rules'])} overridden: {data['override']['why']}")
        return "; ".join(part for part in told if part)
    if event.act is Act.REMIND:
        return "; ".join(part for part in (data["note"], f"answer due {data['due']}") if part)
    was = f"{data['words']} ({data['provider']}, {data['date']})" if "words" in data and data != now.answer else ""
    return "; ".join(part for part in (was, data.get("reason", "")) if part)


def _parts(query: Query, one: Chart) -> dict[str, Any]:
    """The parts of a query for its card."""
    options = [(place, option.text) for place, option in enumerate(query.options)]
    return {
        "title": query.title, "question": query.question, "options": options,
        "lines": "\n".join(text for _, text in options), "rows": max(len(options) + 1, 4),
        "reason": query.reason.value if query.reason else "",
        "indicators": [_indicator(found, one) for found in query.indicators],
    }  # fmt: skip


def _indicator(found: Indicator, one: Chart) -> dict[str, Any]:
    """An indicator for the page: where its words stand, what is shown, and what the browser sends back.

    What stands in a field of the chart is in no document that could be shown: its date and source become part of its words.
    """
    place = next((place for place, told in enumerate(one.documents) if told["id"] == found.document), None)
    if place is None or found.span is None:
        told = whence(found).replace("(fields)", "fields") if found.document else ""
        words = f"{found.quote} ({told})" if told else found.quote
        return {"shown": words, "item": json.dumps(words)}
    item = {"document": place, "start": found.span.start, "end": found.span.end}
    return {"shown": found.quote, "whence": whence(found), "item": json.dumps(item), **item}
