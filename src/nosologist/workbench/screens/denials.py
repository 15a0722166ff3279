"""Denials: payers' files taken in, and the claims that are denied or rejected, with cause, next step and last day."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from nosologist.errors import UsageError
from nosologist.formats.chart import LARGEST_FILE
from nosologist.workbench import acknowledged, answered, appeal_terms, audit, downloads, intake, worker
from nosologist.workbench.acting import actor_of
from nosologist.workbench.answer_models import AppealTerm, PayerAnswer
from nosologist.workbench.appeal_terms import terms_of
from nosologist.workbench.models import Intake
from nosologist.workbench.roles import MANAGERS, OVERSEERS

_ON_A_PAGE, _FILES, _BATCH = 50, 20, 500
_NO_NUMBER = 2**63  # of a row, on any database
_COLUMNS = (
    "claim", "chart", "payer", "notice", "outcome", "charged", "paid", "denied", "causes", "next step", "appeal", "last day",
    "settled",
)  # fmt: skip


def denials(request: Any) -> HttpResponse:
    """The page; a POST takes files in."""
    wrong = ""
    if request.method == "POST":
        try:
            _ACTS.get(request.POST.get("act", ""), _send)(request)
            return redirect("denials")
        except UsageError as error:
            wrong = str(error)
    today, organization = timezone.now().date(), request.membership.organization_id
    files = _files(organization)  # before the list: of what is told as read here, the claims stand there
    is_settled = request.GET.get("state") == "settled"
    page = Paginator(listed_of(request, is_settled), _ON_A_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    charts, rules = answered.charts_by_number(rows, organization), terms_of(organization)
    audit.write("denials opened", user=request.user.username, organization=organization)
    return render(request, "denials.html", {
        "rows": [(answered.work(row, rules), charts.get(row.claim), answered.days_left(row, today)) for row in rows], "page": page,
        "is_settled": is_settled, "own": own_only(request), "files": files, **_of_files(request), "wrong": wrong,
        "may_send": bool(request.membership.held & MANAGERS), "terms": AppealTerm.objects.filter(organization_id=organization),
    }, status=400 if wrong else 200)  # fmt: skip


def denials_table(request: Any) -> HttpResponse:
    """The list as CSV or XLSX. That it was taken is written down."""
    organization = request.membership.organization_id
    audit.write("denials exported", user=request.user.username, organization=organization)
    listed = listed_of(request, request.GET.get("state") == "settled")
    rows = _rows(list(listed.values_list("id", flat=True)), organization)
    return downloads.table(request.GET.get("form", ""), "denied-claims", _COLUMNS, rows)


def take_in(request: Any, files: list[Any]) -> list[Intake]:
    """Keep files of payers until they are read.

    Raises:
        UsageError: there is none, or one is too large.
    """
    if not files:
        raise UsageError("Choose a file: 835, 277CA, 999 or TA1.")
    if any((file.size or 0) > LARGEST_FILE for file in files):
        raise UsageError(f"Files are {LARGEST_FILE // 1_000_000} MB at most; split the larger ones.")
    return [
        intake.stored(
            uuid.uuid4(), request.membership.organization, request.user,
            [(PurePath(file.name or "file").name[:150], file.read())], {"answers": "1"},
        )
        for file in files
    ]  # fmt: skip


def _send(request: Any) -> None:
    take_in(request, request.FILES.getlist("files"))
    worker.wake()


def _state(request: Any) -> None:
    told = (request.POST.get(name, "") for name in ("payer", "days", "source"))
    appeal_terms.state(actor_of(request), *told)


def _forget(request: Any) -> None:
    appeal_terms.forget(actor_of(request), request.POST.get("payer", ""))


_ACTS = {"state": _state, "forget": _forget}


def own_only(request: Any) -> bool:
    """Who does not oversee others sees what became of their own charts."""
    return not request.membership.held & OVERSEERS


def listed_of(request: Any, is_settled: bool = False) -> QuerySet[Any]:
    """The denied and rejected claims that a person may see: those that wait, or those that were settled."""
    asked = answered.settled if is_settled else answered.waiting
    return asked(request.membership.organization_id, request.user, own_only(request))


def denied_of(request: Any, id: int) -> PayerAnswer:
    """A denied or rejected claim that the person may see; else there is none."""
    asked = (request.membership.organization_id, request.user, own_only(request))
    found: PayerAnswer | None = answered.denied(*asked).filter(id=id).first() if id < _NO_NUMBER else None
    if found is None:
        raise Http404
    return found


def _of_files(request: Any) -> dict[str, Any]:
    """What receivers said of files: those that were refused and wait to be sent again, and the newest of all."""
    asked = (request.membership.organization_id, request.user, own_only(request))
    newest = acknowledged.joined(acknowledged.lately(*asked)[:_FILES])
    return {"refused": acknowledged.refused(*asked), "acknowledged": newest}


def _files(organization: object) -> list[dict[str, Any]]:
    """The newest files, with how many claims they told of."""
    found = Intake.objects.filter(organization_id=organization, asked__has_key="answers").select_related("user")
    rows = list(found.order_by("-created", "-id")[:_FILES])
    counted = PayerAnswer.objects.filter(intake__in=rows).values_list("intake").order_by()
    told = {
        id: counts
        for id, *counts in counted.annotate(n=Count("id"), no=Count("id", filter=Q(outcome__in=answered.DENIED)))
    }
    busy = (Intake.WAITING, Intake.READING)
    return [{"one": one, "busy": one.state in busy, "told": told.get(one.id, (0, 0))} for one in rows]


def _rows(ids: list[int], organization: object) -> Iterator[tuple[downloads.Cell, ...]]:
    """The lines of the table, a batch at a time."""
    rules = terms_of(organization)
    for start in range(0, len(ids), _BATCH):
        found = PayerAnswer.objects.in_bulk(ids[start : start + _BATCH])
        rows = [found[id] for id in ids[start : start + _BATCH]]
        charts = answered.charts_by_number(rows, organization)
        for row in rows:
            one = answered.work(row, rules)
            money = (row.charged / 100, row.paid / 100, row.denied / 100)
            yield (
                row.claim, charts.get(row.claim, (None, ""))[1], row.payer, str(row.day), row.outcome, *money,
                ", ".join(one.causes), one.next_step, one.appeal, str(row.deadline or ""), row.settled,
            )  # fmt: skip
