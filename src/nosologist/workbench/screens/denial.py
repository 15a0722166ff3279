"""A denied or rejected claim by itself: what the payer answered, how it was settled, and settling it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from nosologist.workbench import answered, audit, settling
from nosologist.workbench.acting import actor_of
from nosologist.workbench.answer_models import PayerAnswer
from nosologist.workbench.appeal_terms import terms_of
from nosologist.workbench.recording import OvertakenError, RefusedError
from nosologist.workbench.roles import ARRANGERS, EXPORTERS, SETTLERS
from nosologist.workbench.screens.denials import denied_of
from nosologist.workbench.settling import Act, Wish


def denial(request: Any, answer: int) -> HttpResponse:
    """The page; a POST settles the claim, or takes that back."""
    row = denied_of(request, answer)
    if request.method != "POST":
        audit.write("denials opened", user=request.user.username, organization=row.organization_id)
        return _page(request, row)
    try:
        settling.record(actor_of(request), row, _wish(request.POST))
        return redirect("denial", answer=answer)
    except RefusedError as error:
        return _page(request, row, str(error), 409 if isinstance(error, OvertakenError) else 422)


def _wish(form: Any) -> Wish:
    seen = form.get("seen", "")
    try:
        id = uuid.UUID(form.get("id", ""))
    except ValueError:
        raise RefusedError("this step cannot be read; load the page again") from None
    is_number = seen.isascii() and seen.isdecimal() and len(seen) < 9
    told = (form.get(name, "") for name in ("act", "reason", "words"))
    return Wish(id, int(seen) if is_number else -1, *told)


def _page(request: Any, row: PayerAnswer, wrong: str = "", status: int = 200) -> HttpResponse:
    row.refresh_from_db()
    held, steps = request.membership.held, list(row.settlings.select_related("user").order_by("number"))
    last = steps[-1] if steps else None
    chart = answered.charts_by_number([row], row.organization_id).get(row.claim)
    waits = not row.settled and answered.is_last(row)
    may = {
        Act.RESOLVE: waits and bool(held & SETTLERS), Act.WRITE_OFF: waits and bool(held & ARRANGERS & SETTLERS),
    }  # fmt: skip
    mine = last is not None and last.user_id == request.user.pk
    return render(request, "denial.html", {
        "row": row, "chart": {"id": chart[0]} if chart else None, "name": chart[1] if chart else "", "wrong": wrong,
        "answers": [answered.shown_answer(row, terms_of(row.organization_id))], "may_export": bool(held & EXPORTERS),
        "steps": [(one, settling.said(one)) for one in steps], "seen": len(steps), "id": uuid.uuid4(),
        "acts": [(act.value, settling.REASONS[act]) for act, allowed in may.items() if allowed],
        "may_take_back": bool(row.settled) and bool(held & SETTLERS) and (mine or bool(held & ARRANGERS)),
        "is_last": answered.is_last(row),
    }, status=status)  # fmt: skip
