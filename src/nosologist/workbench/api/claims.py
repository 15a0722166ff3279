"""The claim of a chart and its groups for programs: what the claim states, what stands in its way, its file; DRG and HCC."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from nosologist.errors import UsageError
from nosologist.formats.checked_json import finding_object
from nosologist.formats.groups_json import groups_object, without_money
from nosologist.workbench import audit, claim_files, engine, recording
from nosologist.workbench.api.fields import Strict
from nosologist.workbench.claim_making import kind_of, state_of
from nosologist.workbench.screens.chart import chart_of

router = Router(tags=["claims"])


class ClaimOut(Schema):
    """The claim as it stands."""

    kind: str  # professional, institutional
    final: bool
    ready: bool  # its file can be taken out
    missing: str  # what no claim can do without
    findings: list[dict[str, Any]]
    total: str | None  # charges in dollars
    states: dict[str, str]  # beside its codes, as far as the chart says it itself: the fields of `abstract`
    formats: list[str]


class FileWanted(Strict):
    """Which file."""

    format: str = Field(max_length=20, description="one of the claim's `formats`")


class GroupsWanted(Strict):
    """How much is wanted."""

    money: bool = Field(False, description="weights and scores too; that they were asked for is written down")


@router.get("/charts/{uuid:chart}/claim", response=ClaimOut, url_name="api-claim")
def claim(request: Any, chart: uuid.UUID) -> Any:
    """What the claim of a chart states, and what stands in its way."""
    one = chart_of(request, chart)
    _tell(request, "claim opened", one)
    desk = recording.desk(one)
    state = state_of(one, desk)
    return {
        "kind": kind_of(one).value, "final": desk.is_final, "missing": state.missing,
        "findings": [finding_object(each) for each in state.findings], "ready": desk.is_final and not state.held,
        "total": None if state.total is None else str(state.total), "states": dict(desk.abstract),
        "formats": [name for name, _ in claim_files.offered(one)],
    }  # fmt: skip


@router.post("/charts/{uuid:chart}/claim", response={200: None}, url_name="api-claim")
def claim_file(request: Any, chart: uuid.UUID, sent: FileWanted) -> Any:
    """The file of the claim, as at the desk: of a final chart that nothing stops. That it was taken is written down."""
    one = chart_of(request, chart)
    if sent.format not in dict(claim_files.offered(one)):
        raise UsageError("format: is none of this claim's formats")
    file = claim_files.take_out(one, request.user, sent.format, token=request.token.name)
    answer = HttpResponse(file.content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return answer


@router.get("/charts/{uuid:chart}/groups", response=dict[str, Any], url_name="api-groups")
def groups(request: Any, chart: uuid.UUID, wanted: Query[GroupsWanted]) -> Any:
    """DRG and condition categories of the codes, once each is decided; with `money`, weight and scores too."""
    one = chart_of(request, chart)
    desk = recording.desk(one)
    if desk.open or not desk.diagnoses:
        raise UsageError(f"{len(desk.open)} codes wait for a decision; nothing is grouped before")
    _tell(request, "money shown" if wanted.money else "groups shown", one)
    found, without = engine.grouped(one, desk)
    told = groups_object(found)
    told["without"] = [{"code": each.code.dotted, "drg": each.drg.number, "title": each.drg.title} for each in without]
    if not wanted.money:
        return without_money(told)
    weight = engine.weight(one, desk, found.drg) if found.drg else None
    return told | ({"weight": str(weight.weight)} if weight and weight.weight is not None else {})


def _tell(request: Any, action: str, one: Any) -> None:
    audit.write(
        action, user=request.user.username, organization=one.organization_id, subject=one.id, token=request.token.name
    )
