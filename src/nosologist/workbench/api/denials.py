"""Payers' answers for programs: files sent in, and the claims that are denied or rejected, with cause, next step and last day."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from ninja import File, Query, Router, Schema, Status
from ninja.files import UploadedFile

from nosologist.workbench import answered, audit, worker
from nosologist.workbench.api.answers import FileOut
from nosologist.workbench.api.fields import PageWanted
from nosologist.workbench.appeal_terms import terms_of
from nosologist.workbench.screens.denials import take_in, waiting_of

router = Router(tags=["denials"])


class DeniedClaim(Schema):
    """A claim whose last answer denies or rejects something. Amounts are dollars, exact to the cent."""

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


class DeniedClaims(Schema):
    """A page of them."""

    total: int
    page: int
    claims: list[DeniedClaim]


@router.get("/denials", response=DeniedClaims, url_name="api-denials")
def denials(request: Any, wanted: Query[PageWanted]) -> Any:
    """Denied and rejected claims, the one whose appeal ends first before the others; those of restricted charts are left out."""
    organization = request.membership.organization_id
    page = Paginator(waiting_of(request), wanted.size).get_page(wanted.page)
    rows = list(page)
    charts = answered.charts_by_number(rows, organization)
    audit.write("denials opened", user=request.user.username, organization=organization, token=request.token.name)
    rules = terms_of(organization)
    claims = [_claim(answered.work(row, rules), charts.get(row.claim, (None, ""))[0]) for row in rows]
    return {"total": page.paginator.count, "page": page.number, "claims": claims}


@router.post("/denials", response={202: list[FileOut]}, url_name="api-denials")
def send_answers(request: Any, files: File[list[UploadedFile]]) -> Any:
    """Send files of payers and receivers (835, 277CA, 999, TA1); they are read in the background, and a payment that stands in two counts once."""
    sent = take_in(request, files)
    worker.wake()
    return Status(202, sent)


def _claim(one: answered.Work, chart: uuid.UUID | None) -> dict[str, Any]:
    row = one.row
    money = {name: f"{getattr(row, name) / 100:.2f}" for name in ("charged", "paid", "denied")}
    return {
        "claim": row.claim, "chart": chart, "payer": row.payer, "notice": row.day, "outcome": row.outcome, **money,
        "causes": list(one.causes), "next": one.next_step, "appeal": one.appeal, "deadline": row.deadline,
    }  # fmt: skip
