"""What the decided codes are grouped into: never before everything is decided; money only on request, which is written down."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from nosologist.model.claim import ClaimKind
from nosologist.model.groups import GroupedDiagnosis
from nosologist.workbench import audit, engine, recording
from nosologist.workbench.claim_making import kind_of
from nosologist.workbench.deciding import Desk
from nosologist.workbench.models import Chart
from nosologist.workbench.screens.chart import chart_of


def groups(request: Any, chart: uuid.UUID) -> HttpResponse:
    """The DRG of a stay and the condition categories; a POST asks for weights and scores too."""
    one = chart_of(request, chart)
    desk = recording.desk(one)
    if desk.open or not desk.diagnoses:
        return render(request, "groups.html", {"waits_for": len(desk.open)})
    money = request.method == "POST"
    audit.write(
        "money shown" if money else "groups shown", user=request.user.username, organization=one.organization_id, subject=one.id
    )  # fmt: skip
    return render(request, "groups.html", shown(one, desk, money))


def shown(chart: Chart, desk: Desk, money: bool) -> dict[str, Any]:
    """What the window shows."""
    found, without = engine.grouped(chart, desk)
    of_hospital = kind_of(chart) is ClaimKind.INSTITUTIONAL  # no professional is paid by DRG
    drg, without = (found.drg, without) if of_hospital else (None, ())
    return {
        "drg": drg,
        "severe": [(one, _said(one)) for one in drg.diagnoses[1:] if one.severity or one.hacs] if drg else [],
        "deciding": [one.code.value for one in drg.procedures if one.counts] if drg else [],
        "without": without,
        "hcc": found.hcc,
        "money": money,
        "weight": engine.weight(chart, desk, drg) if money and drg else None,
    }


def _said(one: GroupedDiagnosis) -> str:
    """What a CC or MCC does to the group."""
    if one.excluded:
        return "taken away by the principal diagnosis"
    acquired = [hac.title for hac in one.hacs if hac.met]
    if acquired:
        return f"acquired in the stay: {', '.join(acquired)}"
    return "the group rests on it" if one.counts else "does not change the group"
