"""The claim of a chart: its abstract as a form that saves itself, what stands in its way, and its files."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from nosologist.errors import NosologistError
from nosologist.model.claim import ClaimKind
from nosologist.model.finding import Finding
from nosologist.workbench import acknowledged, answered, audit, claim_files, other_payer, recording, usual_charges
from nosologist.workbench.abstracting import GROUPS, OF_REVENUE, REVENUE_LINES, lacking_fields
from nosologist.workbench.claim_making import kind_of, state_of, usual_of
from nosologist.workbench.deciding import Desk, Line
from nosologist.workbench.models import Chart
from nosologist.workbench.roles import DECIDERS, EXPORTERS, FINALIZERS
from nosologist.workbench.screens.chart import beside, chart_of, made_of

_FREE_ROWS = 4


def claim(request: Any, chart: uuid.UUID) -> HttpResponse:
    """The page; a POST states fields, or why a finding may stand, and answers with what stands in the way."""
    one = chart_of(request, chart)
    if request.method == "POST":
        made = made_of(request, one)
        return (
            made
            if isinstance(made, HttpResponse)
            else render(request, "claim_state.html", _state(request, one, made[1]))
        )
    audit.write("claim opened", user=request.user.username, organization=one.organization_id, subject=one.id)
    return _page(request, one, recording.desk(one))


def claim_file(request: Any, chart: uuid.UUID) -> HttpResponse:
    """The claim as a file; that it was taken is written down, with the file's digest."""
    one, format = chart_of(request, chart), request.POST.get("format", "")
    if format not in dict(claim_files.offered(one)):
        return _page(request, one, recording.desk(one), "Choose a format.", 400)
    try:
        file = claim_files.take_out(one, request.user, format)
    except NosologistError as error:
        return _page(request, one, recording.desk(one), f"Not written: {error}", 409)
    answer = HttpResponse(file.content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return answer


def _page(request: Any, one: Chart, desk: Desk, wrong: str = "", status: int = 200) -> HttpResponse:
    usual = usual_of(one)
    kind = kind_of(one)
    filled = usual_charges.filled(kind, one.organization_id, desk)
    shown = _state(request, one, desk) | beside(request, one) | {
        "wrong": wrong, "kind": kind.value, "institutional": kind is ClaimKind.INSTITUTIONAL,
        "may_state": desk.claimed_by == request.user.username and bool(request.membership.held & DECIDERS),
        "groups": [
            (title, [(each, desk.abstract.get(each.name, ""), each.shown(usual.get(each.name, ""))) for each in fields])
            for title, some in GROUPS
            if (fields := [each for each in some if each.only in (None, kind)])
        ],
        "answers": answered.shown(one, request.user), "files": acknowledged.files_of(one),
        "lines": [_line(desk, line, kind, filled) for line in desk.services], "filled": bool(filled),
        "decided_title": other_payer.TITLE, "decided": [_decided(desk, line) for line in desk.services],
        "revenue": [(number, _revenue(desk, number)) for number in range(1, _rows(desk) + 1)],
    }  # fmt: skip
    return render(request, "claim.html", shown, status=status)


def _line(desk: Desk, line: Line, kind: ClaimKind, filled: Mapping[str, str]) -> Mapping[str, Any]:
    asked = ("revenue", "charge") if kind is ClaimKind.INSTITUTIONAL else ("charge",)
    return {
        "code": "-".join((line.code, *line.modifiers)), "title": line.title, "units": line.units,
        "for": " ".join(one.code for one in desk.pointed(line)),
        "fields": [
            (*_cell(desk, name, f"{what} of {line.code}"), filled.get(name, ""))
            for what in asked if (name := f"lines.{line.key}.{what}")
        ],
    }  # fmt: skip


def _decided(desk: Desk, line: Line) -> Mapping[str, Any]:
    """What the other payer decided on a line."""
    paid = _cell(desk, f"lines.{line.key}.other_paid", f"paid by the other payer for {line.code}")
    changed = _cell(desk, f"lines.{line.key}.other_adjusted", f"adjustments of the other payer of {line.code}")
    return {"code": "-".join((line.code, *line.modifiers)), "fields": [(*paid, 9), (*changed, 30)]}


def _rows(desk: Desk) -> int:
    """How many revenue lines the form shows: the used ones and some more."""
    used = [int(name.split(".")[1]) for name in desk.abstract if name.startswith("revenue.")]
    return min(max(used, default=0) + _FREE_ROWS, REVENUE_LINES)


def _revenue(desk: Desk, number: int) -> list[tuple[str, str, str]]:
    return [_cell(desk, f"revenue.{number}.{what}", f"{what} of revenue line {number}") for what in OF_REVENUE]


def _cell(desk: Desk, name: str, label: str) -> tuple[str, str, str]:
    return name, label, desk.abstract.get(name, "")


def _state(request: Any, one: Chart, desk: Desk) -> dict[str, Any]:
    """What stands in the way of the claim."""
    held = request.membership.held
    state = state_of(one, desk)
    return {
        "chart": one, "desk": desk, "missing": state.missing, "findings": list(map(_finding, state.findings)), "total": state.total,
        "formats": claim_files.offered(one), "may_export": bool(held & EXPORTERS),
        "may_override": desk.is_final and desk.claimed_by == request.user.username and bool(held & FINALIZERS),
        "ready": desk.is_final and not state.held,
        "lacks": " ".join(lacking_fields({**usual_of(one), **desk.abstract})),
    }  # fmt: skip


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule, "severity": finding.severity.value, "message": finding.message, "stops": finding.stops,
        "override": finding.override, "cites": "; ".join(str(one) for one in finding.citations),
        "codes": json.dumps([code.dotted for code in finding.codes]),
    }  # fmt: skip
