"""Appeals for programs: the letter of a denied claim, and how long payers leave for one by contract."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Literal

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from nosologist.workbench import appeal_terms
from nosologist.workbench.acting import actor_of
from nosologist.workbench.answer_models import AppealTerm
from nosologist.workbench.api.fields import Strict
from nosologist.workbench.screens.appeal import letter_of
from nosologist.workbench.screens.chart import chart_of

router = Router(tags=["denials"])


class LetterIn(Strict):
    """Which answer is appealed."""

    answer: int = Field(
        ge=1, lt=2**63, description="its number, as `/api/denials` and the answers of the chart name it"
    )


class TermIn(Strict):
    """Days by contract, stated or forgotten."""

    act: Literal["state", "forget"]
    payer: str = Field(min_length=1, max_length=80, description="part of its name in the 835")
    days: int | None = Field(None, ge=1, le=3660, description="from the day of the notice")
    source: str = Field("", max_length=120, description="where the contract says it")


class Term(Schema):
    """The days that a contract gives for an appeal to a payer."""

    payer: str
    days: int
    source: str
    user: str
    at: datetime


@router.post("/charts/{uuid:chart}/appeal", response={200: None}, url_name="api-appeal")
def appeal(request: Any, chart: uuid.UUID, sent: LetterIn) -> Any:
    """The draft of an appeal as Markdown, with the words of the record; it names the patient, and is written down."""
    content = letter_of(request, chart_of(request, chart), sent.answer)
    return HttpResponse(content, content_type="text/markdown; charset=utf-8")


@router.get("/appeal-terms", response=list[Term], url_name="api-appeal-terms")
def terms(request: Any) -> Any:
    """The days by contract; of other payers the general ones count (docs/answers.md)."""
    found = AppealTerm.objects.filter(organization=request.membership.organization).select_related("user")
    return [
        {"payer": one.payer, "days": one.days, "source": one.source, "user": one.user.username, "at": one.at}
        for one in found
    ]


@router.post("/appeal-terms", response=list[Term], url_name="api-appeal-terms")
def change_term(request: Any, sent: TermIn) -> Any:
    """State the days of a contract or take them away; last days that are known already follow. All that there are then."""
    by = actor_of(request)
    if sent.act == "state":
        appeal_terms.state(by, sent.payer, str(sent.days or ""), sent.source)
    else:
        appeal_terms.forget(by, sent.payer)
    return terms(request)
