"""What payers answered, asked of the database: of one chart, and what is denied and waits for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from nosologist.answers.deadline import PayerAppeals, appeal_for
from nosologist.answers.keeping import unpacked
from nosologist.answers.meaning import ExplainedClaim, Outcome, explain
from nosologist.answers.objects import claim_object, code_of
from nosologist.answers.status_objects import status_object, status_words
from nosologist.answers.text import adjustment_words, appeal_words
from nosologist.codesets.payer_codes import remark, said
from nosologist.model.acknowledgement import ClaimStatus
from nosologist.model.remittance import ClaimPayment, ServicePayment
from nosologist.workbench.answer_models import PayerAnswer
from nosologist.workbench.answer_reading import REJECTED
from nosologist.workbench.appeal_terms import terms_of
from nosologist.workbench.models import Chart, User
from nosologist.workbench.restricting import closed_to
from nosologist.workbench.worklist_models import WorkItem

DENIED = (Outcome.DENIED.value, Outcome.PARTLY.value)
_SETTLES_NOTHING = (Outcome.REVERSED.value, Outcome.FORWARDED.value, Outcome.PREDETERMINED.value)
_MOST = 50  # answers to one claim that its page shows


@dataclass(frozen=True, slots=True)
class Work:
    """A denied or rejected claim, and what to do about it."""

    row: PayerAnswer
    causes: tuple[str, ...]
    next_step: str
    appeal: str


def of_chart(chart: Chart, user: User) -> QuerySet[Any]:
    """The answers to the claim of a chart, the newest first; none where a chart closed to the person has the number too."""
    found = PayerAnswer.objects.filter(organization_id=chart.organization_id, claim=chart.item.claim)
    closed = numbers(chart__in=closed_to(user, chart.organization_id))
    return found.exclude(claim__in=closed).select_related("intake").order_by("-day", "-id")


def shown(chart: Chart, user: User) -> list[dict[str, Any]]:
    """The answers to the claim of a chart, as its page shows them."""
    rules = terms_of(chart.organization_id)
    return [shown_answer(row, rules) for row in of_chart(chart, user)[:_MOST]]


def objects(chart: Chart, user: User) -> list[dict[str, Any]]:
    """The answers to the claim of a chart for programs, in the words of ``noso answer``."""
    rules = terms_of(chart.organization_id)
    return [answer_object(row, rules) for row in of_chart(chart, user)[:_MOST]]


def answer_object(row: PayerAnswer, rules: tuple[PayerAppeals, ...]) -> dict[str, Any]:
    """An answer for programs."""
    return {"id": row.id, "outcome": row.outcome, "settled": row.settled or None, **_object(row, rules)}


def _object(row: PayerAnswer, rules: tuple[PayerAppeals, ...]) -> dict[str, Any]:
    if row.kind == PayerAnswer.STATUS:
        return status_object(unpacked(ClaimStatus, row.content), row.intake.name)
    claim = decision(row)
    return claim_object(claim, appeal_for(claim, rules))


def decision(row: PayerAnswer) -> ExplainedClaim:
    """A decision explained by the tables of today."""
    return explain(unpacked(ClaimPayment, row.content))


def shown_answer(row: PayerAnswer, rules: tuple[PayerAppeals, ...]) -> dict[str, Any]:
    """An answer as pages show it."""
    if row.kind == PayerAnswer.STATUS:
        return {"row": row, "statuses": list(_statuses(unpacked(ClaimStatus, row.content)))}
    claim = decision(row)
    payment = claim.payment
    return {
        "row": row, "claim": claim, "notice": payment.remittance.trace, "status": said("claim", payment.status),
        "parts": [_part(line, claim) for line in (None, *payment.services)],
        "appeal": appeal_words(claim, appeal_for(claim, rules)) if claim.denials else "",
        "may_appeal": bool(claim.denials) and not claim.appealable,
    }  # fmt: skip


def _part(line: ServicePayment | None, claim: ExplainedClaim) -> dict[str, Any]:
    """The claim as a whole, or one of its lines, with every adjustment and remark."""
    remarks = claim.payment.remarks if line is None else line.remarks
    return {
        "line": line, "code": (code_of(line.submitted or line.procedure) or line.revenue_code or "") if line else "",
        "is_denied": line is not None and line.number in claim.denied_lines,
        "adjustments": [(one.adjustment, adjustment_words(one)) for one in claim.adjustments if one.line is line],
        "remarks": [(code, remark(code).words or "no words for this code") for code in remarks],
    }  # fmt: skip


def _statuses(answer: ClaimStatus) -> Iterator[str]:
    for one in answer.statuses:
        yield status_words(one) + (f" - {one.text}" if one.text else "")
    for line in answer.lines:
        yield from (f"line {line.code or line.control or ''}: {status_words(one)}" for one in line.statuses)


def waiting(organization: object, user: User, own: bool) -> QuerySet[Any]:
    """The claims whose last answer denies or rejects something, by the last day of the appeal.

    Those of charts that are closed to the person are left out; with ``own``, all but those of charts that they finalized.
    """
    later = PayerAnswer.objects.filter(organization_id=organization, claim=OuterRef("claim"))
    later = later.exclude(outcome__in=_SETTLES_NOTHING)
    later = later.filter(Q(day__gt=OuterRef("day")) | Q(day=OuterRef("day"), id__gt=OuterRef("id")))
    found = denied(organization, user, own).filter(~Exists(later), settled="")
    return found.order_by(F("deadline").asc(nulls_last=True), "-denied", "id")


def settled(organization: object, user: User, own: bool) -> QuerySet[Any]:
    """The denied and rejected claims that were written off or resolved, the newest notice first; as ``waiting``."""
    return denied(organization, user, own).exclude(settled="").order_by("-day", "-id")


def denied(organization: object, user: User, own: bool) -> QuerySet[Any]:
    """Every answer that denies or rejects something, and that the person may see."""
    found = PayerAnswer.objects.filter(organization_id=organization, outcome__in=(*DENIED, REJECTED))
    found = found.exclude(claim__in=numbers(chart__in=closed_to(user, organization)))
    if own:
        found = found.filter(claim__in=numbers(organization_id=organization, chart__finished__user=user))
    return found


def is_last(row: PayerAnswer) -> bool:
    """True where no later answer to the claim takes its place."""
    same = PayerAnswer.objects.filter(organization_id=row.organization_id, claim=row.claim)
    later = same.filter(Q(day__gt=row.day) | Q(day=row.day, id__gt=row.id))
    return not later.exclude(outcome__in=_SETTLES_NOTHING).exists()


def numbers(**wanted: Any) -> QuerySet[Any]:
    """The numbers of the claims of charts."""
    return WorkItem.objects.filter(**wanted).values("claim")


def work(row: PayerAnswer, rules: tuple[PayerAppeals, ...]) -> Work:
    """What to do about a row of ``waiting``, by the days of ``appeal_terms``."""
    if row.kind == PayerAnswer.STATUS:
        told = "; ".join(_statuses(unpacked(ClaimStatus, row.content)))
        return Work(row, (REJECTED,), f"Correct the claim and send it again: {told}", "")
    claim = decision(row)
    appeal = appeal_for(claim, rules)
    open_to = f"{appeal.level.name} to {appeal.level.to}" if appeal else claim.appealable
    causes = claim.causes
    return Work(row, tuple(one.name for one in causes), " ".join(one.action for one in causes), open_to)


def charts_by_number(rows: list[PayerAnswer], organization: object) -> dict[str, tuple[Any, str]]:
    """The charts of these claims: number of the claim -> id and name of the chart."""
    found = WorkItem.objects.filter(organization_id=organization, claim__in=[row.claim for row in rows])
    return {claim: (id, name) for claim, id, name in found.values_list("claim", "chart_id", "chart__name")}


def days_left(row: PayerAnswer, today: date) -> int | None:
    """Days until the appeal must be there; None where no day is known."""
    return (row.deadline - today).days if row.deadline else None
