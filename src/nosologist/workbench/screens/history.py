"""The history of a chart: each decision with who, when, what and why."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from nosologist.workbench import audit, recording
from nosologist.workbench.abstracting import FIELDS
from nosologist.workbench.deciding import Desk, Kind, after, suggested_lines
from nosologist.workbench.models import Chart
from nosologist.workbench.screens.chart import chart_of


def history(request: Any, chart: uuid.UUID) -> HttpResponse:
    """The page."""
    one = chart_of(request, chart)
    audit.write("history opened", user=request.user.username, organization=one.organization_id, subject=one.id)
    return render(request, "history.html", {"chart": one, "entries": entries(one)})


def entries(chart: Chart) -> list[dict[str, Any]]:
    """The decisions, newest first, each in words."""
    log = recording.log_of(chart)
    undone = {decision.data["of"] for decision in log if decision.kind is Kind.UNDO}
    times = dict(chart.decisions.values_list("number", "at"))
    numbers = {decision.id: decision.number for decision in log}
    names = {line.key: line.code for line in suggested_lines(chart.suggested)}
    desk, told = Desk(suggested_lines(chart.suggested)), []
    for decision in log:
        names |= {line.key: line.code for line in desk.lines}
        data = decision.data
        told.append({
            "number": decision.number, "at": times[decision.number], "user": decision.user,
            "kind": decision.kind.value, "said": _KINDS.get(decision.kind, decision.kind.value),
            "what": _what(decision.kind, data, names, numbers), "reason": data.get("reason", ""),
            "undone": decision.id in undone,
        })  # fmt: skip
        if decision.id not in undone:
            desk = after(desk, decision)
    return told[::-1]


# As people read them; programs get the kinds that they send.
_KINDS = {Kind.CLAIM: "take", Kind.RELEASE: "give back", Kind.POA: "POA", Kind.ABSTRACT: "claim fields"}
_OF_LINES = (Kind.MODIFIERS, Kind.UNITS, Kind.POINTERS, Kind.DATE)


def _what(kind: Kind, data: Any, names: dict[str, str], numbers: dict[str, int]) -> str:
    if kind is Kind.UNDO:
        return f"decision {numbers.get(data['of'], '?')}"
    if kind is Kind.FINALIZE:
        return ", ".join(one["code"] + (f" ({one['poa']})" if one["poa"] else "") for one in data["codes"])
    if kind is Kind.OVERRIDE:
        return " ".join([data["rule"], *data["codes"]])
    keys = data.get("lines") or [data[name] for name in ("line",) if name in data]
    said = ", ".join(names.get(key, "?") for key in keys)
    if kind is Kind.CHANGE:
        return f"{said} to {data['code']}"
    if kind is Kind.POA:
        return f"{said}: {data['poa'] or 'none'}"
    if kind is Kind.ABSTRACT:
        return ", ".join(FIELDS[name].label if name in FIELDS else name for name in data["fields"])
    if kind in _OF_LINES:
        told = data[kind.value]
        if kind is Kind.POINTERS:
            told = [names.get(key, "?") for key in told]
        return f"{said}: {(told if isinstance(told, str) else ' '.join(told)) or 'none'}"
    if kind is Kind.MOVE:
        return f"{said} before {names.get(data['before'], '?')}" if data["before"] else f"{said} to the end"
    if kind in (Kind.ASSIGN, Kind.LEND):
        return f"to {data['to'] or 'nobody'}"
    return said or data.get("code", "")
