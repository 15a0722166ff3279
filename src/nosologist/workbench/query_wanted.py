"""What a browser asks to do with a provider query, read strictly: bounded words, quotes of the record, dates that make sense."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from nosologist.errors import UsageError
from nosologist.formats.query_json import read_queries, to_object
from nosologist.formats.query_text import write_query
from nosologist.model.document import Span
from nosologist.model.finding import Finding
from nosologist.model.query import OTHER, Indicator, Option, OptionKind, Query
from nosologist.workbench import query_engine
from nosologist.workbench.deciding import Desk
from nosologist.workbench.models import Chart
from nosologist.workbench.querying import Act, Asked

_PARTS = ("title", "indicators", "question", "options", "reason")
_LONGEST = {
    "title": 200,
    "question": 2000,
    "indicator": 500,
    "option": 300,
    "provider": 120,
    "reason": 500,
    "words": 4000,
}
_MOST = {"indicators": 60, "options": 20}
_LONGEST_WAIT = timedelta(days=366)
USUAL_WAIT = timedelta(days=7)  # until an answer is due, where nobody says another day
# The linter judges words, not medicine: whether an indicator supports an answer a person may know better, and then says why.
OVERRIDABLE = frozenset({"QRY105", "QRY113"})


def clean(act: Act, raw: Mapping[str, Any], chart: Chart, desk: Desk, now: Asked, today: date) -> dict[str, Any]:
    """The data of an event as it is recorded.

    Raises:
        UsageError: a field is missing or makes no sense, or the query may not be sent as it is.
    """
    return _READERS[act](raw, chart, desk, now, today)


def query_of(raw: Mapping[str, Any], chart: Chart) -> Query:
    """The query that a person wrote, its quotes taken from the record anew.

    Raises:
        UsageError: a part is no text, too long or too much.
    """
    options = [_text(one, "option") for one in _list(raw, "options")]
    texts = {
        "title": _text(raw.get("title", ""), "title"), "question": _text(raw.get("question", ""), "question"),
        "options": [one for one in options if one], "reason": raw.get("reason") or None,
    }  # fmt: skip
    query = read_queries(json.dumps(texts), "query")[0]
    indicators = tuple(one for item in _list(raw, "indicators") if (one := _indicator(item, chart)) is not None)
    return replace(query, indicators=indicators, options=tuple(map(_as_usual, query.options)))


def content_of(query: Query) -> dict[str, Any]:
    """The parts of a query as an event keeps them; an indicator in a person's own words is text."""
    told = to_object(query)
    kept = {part: told[part] for part in _PARTS}
    kept["indicators"] = [
        shown if one.span else one.quote for one, shown in zip(query.indicators, told["indicators"], strict=True)
    ]
    return kept


def stored(content: Mapping[str, Any]) -> Query:
    """A query as an event keeps it."""
    query = read_queries(json.dumps(content), "query")[0]
    indicators = tuple(
        one if isinstance(told, str) else one._replace(span=Span(told["start"], told["end"]))
        for one, told in zip(query.indicators, content["indicators"], strict=True)
    )
    return replace(query, indicators=indicators)


def stops(found: tuple[Finding, ...]) -> list[Finding]:
    """Those that hold a query."""
    return [one for one in found if one.stops]


def _list(raw: Mapping[str, Any], name: str) -> list[Any]:
    found = raw.get(name, [])
    if not isinstance(found, list) or len(found) > _MOST[name]:
        raise UsageError(f"{name}: no more than {_MOST[name]}")
    return found


def _text(value: Any, what: str) -> str:
    """Words on one line."""
    if not isinstance(value, str):
        raise UsageError(f"{what}: must be text")
    words = " ".join(value.replace("\x00", " ").split())
    if len(words) > _LONGEST[what]:
        raise UsageError(f"{what}: longer than {_LONGEST[what]} characters")
    return words


def _said(raw: Mapping[str, Any], name: str, missing: str) -> str:
    found = _text(raw.get(name, ""), name)
    if not found:
        raise UsageError(missing)
    return found


def _indicator(item: Any, chart: Chart) -> Indicator | None:
    if isinstance(item, str):
        words = _text(item, "indicator")
        return read_queries(json.dumps({"indicators": [words]}), "query")[0].indicators[0] if words else None
    try:
        document, start, end = item["document"], int(item["start"]), int(item["end"])
        named = chart.documents[document]["id"] if isinstance(document, int) else str(document)
    except (TypeError, KeyError, ValueError, IndexError):
        raise UsageError("an indicator is words of the record, or your own") from None
    return query_engine.quoted(chart, named, start, end)


def _as_usual(option: Option) -> Option:
    is_plain = option.text.rstrip(": _").lower() == "other (please specify)"
    return OTHER if option.kind is OptionKind.OTHER and is_plain else option


def _day(raw: Mapping[str, Any], name: str, usual: date, first: date, last: date) -> date:
    try:
        day = date.fromisoformat(str(raw[name])) if raw.get(name) else usual
    except ValueError:
        raise UsageError(f"{name}: is no date; write it as YYYY-MM-DD") from None
    if not first <= day <= last:
        raise UsageError(f"{name}: must lie between {first} and {last}")
    return day


def _due(raw: Mapping[str, Any], today: date) -> str:
    return _day(raw, "due", today + USUAL_WAIT, today - timedelta(days=1), today + _LONGEST_WAIT).isoformat()


def _draft(raw: Mapping[str, Any], chart: Chart, desk: Desk, _now: Asked, _today: date) -> dict[str, Any]:
    """From a gap that the engine finds, or as a person wrote it."""
    if gap := raw.get("from"):
        found = query_engine.gaps(chart, desk).get(str(gap))
        if found is None:
            raise UsageError("the record no longer leaves this open; load the page again")
        return {"content": content_of(found), "gap": str(gap)}
    return {"content": content_of(query_of(raw, chart))}


def _send(raw: Mapping[str, Any], chart: Chart, desk: Desk, _now: Asked, today: date) -> dict[str, Any]:
    query = query_of(raw, chart)
    provider = _said(raw, "provider", "say who is asked: the provider's name")
    held = stops(query_engine.findings(query, chart))
    why = _text(raw.get("override", ""), "reason")
    for one in held:
        if one.rule not in OVERRIDABLE:
            raise UsageError(f"{one.rule}: {one.message}")
        if not why:
            raise UsageError(f"{one.rule}: {one.message}. Mend it, or say why it may stand")
    overridden = {"rules": [one.rule for one in held], "why": why} if held else None
    return {
        "content": content_of(query), "text": write_query(query), "provider": provider, "due": _due(raw, today),
        "timing": _timing(chart, desk, today), "override": overridden,
    }  # fmt: skip


def _timing(chart: Chart, desk: Desk, today: date) -> str:
    """When it is asked, as far as the chart tells."""
    if desk.is_final:
        return "after final coding"
    if chart.date is None:
        return ""
    return "retrospective" if chart.date <= today else "concurrent"


def _remind(raw: Mapping[str, Any], _chart: Chart, _desk: Desk, _now: Asked, today: date) -> dict[str, Any]:
    return {"due": _due(raw, today), "note": _text(raw.get("reason", ""), "reason")}


def _answer(raw: Mapping[str, Any], chart: Chart, _desk: Desk, now: Asked, today: date) -> dict[str, Any]:
    """The provider's answer: a choice, words, or both; with the name under which it becomes a document of the chart."""
    provider = _text(raw.get("provider", ""), "provider") or now.provider
    added, chosen = _text(raw.get("words", ""), "words"), _chosen(raw.get("option"), now)
    said = "" if chosen is None or chosen["kind"] == OptionKind.OTHER else chosen["text"]
    words = "\n".join(part for part in (said, added) if part)
    if not words:
        raise UsageError("say what the provider answered: an option, or the words")
    since = now.sent.date() - timedelta(days=1) if now.sent else today
    return {
        "option": chosen["text"] if chosen else "", "words": words, "provider": provider,
        "date": _day(raw, "date", today, since, today + timedelta(days=1)).isoformat(), "document": free_name(chart.documents),
    }  # fmt: skip


def _amend(raw: Mapping[str, Any], chart: Chart, desk: Desk, now: Asked, today: date) -> dict[str, Any]:
    """The answer as the provider gave it, in place of one that was recorded wrongly; and how it came to be wrong."""
    said = _answer(raw, chart, desk, now, today)
    told = ("option", "words", "provider", "date")
    if now.answer and all(said[name] == now.answer[name] for name in told):
        raise UsageError("this is the answer that is recorded already")
    return {**said, **_taken_back(raw, chart, desk, now, today)}


def _taken_back(raw: Mapping[str, Any], _chart: Chart, _desk: Desk, now: Asked, _today: date) -> dict[str, Any]:
    reason = _said(raw, "reason", "say why: what was recorded wrongly")
    return {"reason": reason, "instead": now.answer["document"] if now.answer else ""}


def _chosen(option: Any, now: Asked) -> Mapping[str, Any] | None:
    if option in (None, ""):
        return None
    options = now.content["options"]
    if not isinstance(option, int) or not 0 <= option < len(options):
        raise UsageError("this answer was not offered; load the page again")
    found: Mapping[str, Any] = options[option]
    return found


def free_name(documents: list[dict[str, Any]]) -> str:
    """The name of the next answer among documents."""
    taken = {one["id"] for one in documents}
    number = 1
    while f"Query response {number}" in taken:
        number += 1
    return f"Query response {number}"


def _closed(raw: Mapping[str, Any], _chart: Chart, _desk: Desk, _now: Asked, _today: date) -> dict[str, Any]:
    return {"reason": _said(raw, "reason", "say why: this needs a reason")}


_READERS: dict[Act, Callable[[Mapping[str, Any], Chart, Desk, Asked, date], dict[str, Any]]] = {
    Act.DRAFT: _draft,
    Act.SEND: _send,
    Act.REMIND: _remind,
    Act.ANSWER: _answer,
    Act.AMEND: _amend,
    Act.TAKE_BACK: _taken_back,
    Act.NO_RESPONSE: _closed,
    Act.WITHDRAW: _closed,
}
