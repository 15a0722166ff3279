"""Provider queries as JSON: the shape of the drafts, and the same shape read back to be checked."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from nosologist.errors import UsageError
from nosologist.formats.query_text import read_option, read_query, write_query
from nosologist.model.query import Indicator, Option, OptionKind, Query, QueryReason

_FIELDS = frozenset({"title", "indicators", "question", "options", "reason", "gap", "codes", "cites", "text"})
_INDICATOR_FIELDS = frozenset({"quote", "document", "section", "date", "start", "end", "prior"})


def to_object(query: Query) -> dict[str, Any]:
    """The object of a query."""
    return {
        "gap": query.gap,
        "reason": query.reason.value if query.reason else None,
        "title": query.title,
        "indicators": [_indicator_object(one) for one in query.indicators],
        "question": query.question,
        "options": [{"text": one.text, "kind": one.kind.value} for one in query.options],
        "codes": [code.dotted for code in query.codes],
        "cites": [str(citation) for citation in query.citations],
        "text": write_query(query),
    }


def _indicator_object(one: Indicator) -> dict[str, Any]:
    return {
        "quote": one.quote,
        "document": one.document,
        "section": one.section,
        "date": one.date.isoformat() if one.date else None,
        "start": one.span.start if one.span else None,
        "end": one.span.end if one.span else None,
        "prior": one.prior,
    }


def read_queries(text: str, name: str) -> tuple[Query, ...]:
    """The queries of a file: JSON (one, a list, or an object with ``queries``), else the text of one query.

    Raises:
        UsageError: it begins like JSON and is none, or its fields make no sense.
    """
    if not text.strip():
        raise UsageError(f"{name}: is empty; a query has indicators and a question")
    if text.lstrip()[0] not in "{[" or text.lstrip()[:3] in ("[ ]", "[x]", "[X]"):
        return (read_query(text),)
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(
            f"{name}: line {error.lineno}: is no JSON ({error.msg}); a query as text must not begin with a brace"
        ) from None
    except RecursionError:
        raise UsageError(f"{name}: is nested too deeply") from None
    items = found.get("queries", [found]) if isinstance(found, dict) else found
    if isinstance(items, list) and all(isinstance(one, dict) and "queries" in one for one in items):
        items = [query for one in items for query in _listed(one["queries"], name)]
    return tuple(_query(item, f"{name}: query {number}") for number, item in enumerate(_listed(items, name), 1))


def _listed(items: Any, name: str) -> list[Any]:
    if not isinstance(items, list):
        raise UsageError(f"{name}: queries must be a list of objects")
    return items


def _query(item: Any, where: str) -> Query:
    if not isinstance(item, dict):
        raise UsageError(f"{where}: must be an object with title, indicators, question and options")
    unknown = sorted(set(item) - _FIELDS)
    if unknown:
        raise UsageError(f"{where}: unknown field {unknown[0]!r}; known are {', '.join(sorted(_FIELDS))}")
    texts = {field: _text(item.get(field), f"{where}: {field}") for field in ("title", "question", "gap")}
    reason = item.get("reason")
    if reason is not None and (not isinstance(reason, str) or reason not in {one.value for one in QueryReason}):
        raise UsageError(
            f"{where}: reason {reason!r} is unknown; known are {', '.join(one.value for one in QueryReason)}"
        )
    indicators = tuple(
        _indicator(one, f"{where}: indicator {number}")
        for number, one in enumerate(_listed(item.get("indicators", []), where), 1)
    )
    options = tuple(
        _option(one, f"{where}: option {number}")
        for number, one in enumerate(_listed(item.get("options", []), where), 1)
    )
    return Query(
        texts["title"], indicators, texts["question"], options, QueryReason(reason) if reason else None, texts["gap"]
    )


def _text(value: Any, where: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UsageError(f"{where}: must be text")
    return value


def _indicator(item: Any, where: str) -> Indicator:
    if isinstance(item, str):
        said = read_query(f"Clinical indicators\n- {item}").indicators
        return Indicator(
            item, prior=any(one.prior for one in said), dated=any(one.dated for one in said),
            sourced=any(one.sourced for one in said),
        )  # fmt: skip
    if not isinstance(item, dict) or not isinstance(item.get("quote"), str):
        raise UsageError(f"{where}: must be text, or an object with quote, document, section and date")
    unknown = sorted(set(item) - _INDICATOR_FIELDS)
    if unknown:
        raise UsageError(f"{where}: unknown field {unknown[0]!r}; known are {', '.join(sorted(_INDICATOR_FIELDS))}")
    try:
        day = date.fromisoformat(item["date"]) if item.get("date") else None
    except (TypeError, ValueError):
        raise UsageError(f"{where}: date {item['date']!r}: is no date; write it as YYYY-MM-DD") from None
    document, section = (
        _text(item.get("document"), f"{where}: document"),
        _text(item.get("section"), f"{where}: section"),
    )
    said = read_query(f"Clinical indicators\n- {item['quote']}").indicators
    dated = day is not None or any(one.dated for one in said)
    return Indicator(
        item["quote"], document, section, day, None, bool(item.get("prior")), dated, bool(document or section)
    )


def _option(item: Any, where: str) -> Option:
    if isinstance(item, str):
        found = read_query(f"?\n[ ] {item}").options
        return found[0] if len(found) == 1 else read_option(item)
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        raise UsageError(f"{where}: must be text, or an object with text and kind")
    kind = item.get("kind", "clinical")
    if kind not in {one.value for one in OptionKind}:
        raise UsageError(f"{where}: kind {kind!r} is unknown; known are {', '.join(one.value for one in OptionKind)}")
    return Option(item["text"], OptionKind(kind))
