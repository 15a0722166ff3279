"""Payers' answers for programs: files sent in, and the claims that are denied or rejected, with cause, next step and last day."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from ninja import File, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from nosologist.workbench import answered, audit, settling, worker
from nosologist.workbench.acting import actor_of
from nosologist.workbench.answer_models import PayerAnswer
from nosologist.workbench.api.answers import FileOut
from nosologist.workbench.api.fields import PageWanted, Strict
from nosologist.workbench.appeal_terms import terms_of
from nosologist.workbench.models import Settling
from nosologist.workbench.screens.denials import denied_of, listed_of, take_in

router = Router(tags=["denials"])


class Step(Schema):
    """How a claim was settled, or that this was taken back."""

    act: str  # write off, resolve, take back
    reason: str
    words: str
    user: str
    at: datetime


class DeniedClaim(Schema):
    """A claim whose last answer denies or rejects something. Amounts are dollars, exact to the cent."""

    answer: int  # its number here, by which it is settled
    claim: str
    chart: uuid.UUID | None
    payer: str
    notice: date
    outcome: str  # denied, partly denied, rejected
    charged: str
    paid: str
    denied: str
    causes: list[str]
    next: str
    appeal: str
    deadline: date | None
    settled: Step | None


class DenialOut(Schema):
    """A denied or rejected claim by itself."""

    answer: dict[str, Any]  # as `noso answer --format json` has it
    chart: uuid.UUID | None
    settled: str | None  # written off, resolved
    seen: int  # the number of its last step
    steps: list[Step]


class DenialsWanted(PageWanted):
    """Which are wanted."""

    settled: bool = Field(False, description="those that were written off or resolved, instead of those that wait")


class SettlingIn(Strict):
    """A step about a denied claim."""

    id: uuid.UUID = Field(description="made by the program: the same step sent twice is one")
    seen: int = Field(ge=0, description="the number of the last step that the program has seen")
    act: settling.Act
    reason: str = Field(
        "", max_length=20, description="of `write off` and `resolve`: one of those that docs/api.md lists"
    )
    words: str = Field("", max_length=300, description="needed with the reason `other`, and to take it back")


class DeniedClaims(Schema):
    """A page of them."""

    total: int
    page: int
    claims: list[DeniedClaim]


@router.get("/denials", response=DeniedClaims, url_name="api-denials")
def denials(request: Any, wanted: Query[DenialsWanted]) -> Any:
    """Denied and rejected claims, the one whose appeal ends first before the others; those of restricted charts are left out."""
    organization = request.membership.organization_id
    page = Paginator(listed_of(request, wanted.settled), wanted.size).get_page(wanted.page)
    rows = list(page)
    charts = answered.charts_by_number(rows, organization)
    audit.write("denials opened", user=request.user.username, organization=organization, token=request.token.name)
    rules = terms_of(organization)
    steps = settling.last_of(rows)
    claims = [
        _claim(answered.work(row, rules), charts.get(row.claim, (None, ""))[0], steps.get(row.pk)) for row in rows
    ]
    return {"total": page.paginator.count, "page": page.number, "claims": claims}


@router.post("/denials", response={202: list[FileOut]}, url_name="api-denials")
def send_answers(request: Any, files: File[list[UploadedFile]]) -> Any:
    """Send files of payers and receivers (835, 277CA, 999, TA1), to be read in the background; what stands in two counts once."""
    sent = take_in(request, files)
    worker.wake()
    return Status(202, sent)


@router.get("/denials/{int:answer}", response=DenialOut, url_name="api-denial")
def denial(request: Any, answer: int) -> Any:
    """What the payer answered, and every step by which the claim was settled or waits again."""
    row = denied_of(request, answer)
    audit.write(
        "denials opened", user=request.user.username, organization=row.organization_id, token=request.token.name
    )
    return _whole(row)


@router.post("/denials/{int:answer}", response=DenialOut, url_name="api-denial")
def settle(request: Any, answer: int, sent: SettlingIn) -> Any:
    """Write a denied claim off or say how it was resolved, each with a reason; or take that back."""
    wish = settling.Wish(sent.id, sent.seen, sent.act.value, sent.reason, sent.words)
    return _whole(settling.record(actor_of(request), denied_of(request, answer), wish))


def _whole(row: PayerAnswer) -> dict[str, Any]:
    steps = list(row.settlings.select_related("user").order_by("number"))
    chart = answered.charts_by_number([row], row.organization_id).get(row.claim, (None, ""))[0]
    return {
        "answer": answered.answer_object(row, terms_of(row.organization_id)), "chart": chart, "settled": row.settled or None,
        "seen": len(steps), "steps": list(map(_step, steps)),
    }  # fmt: skip


def _step(one: Settling) -> dict[str, Any]:
    return {"act": one.act, "reason": one.reason, "words": one.words, "user": one.user.username, "at": one.at}


def _claim(one: answered.Work, chart: uuid.UUID | None, step: Settling | None) -> dict[str, Any]:
    row = one.row
    money = {name: f"{getattr(row, name) / 100:.2f}" for name in ("charged", "paid", "denied")}
    return {
        "answer": row.pk, "settled": _step(step) if step else None, "claim": row.claim, "chart": chart, "payer": row.payer,
        "notice": row.day, "outcome": row.outcome, **money,
        "causes": list(one.causes), "next": one.next_step, "appeal": one.appeal, "deadline": row.deadline,
    }  # fmt: skip
