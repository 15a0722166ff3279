"""Recording a decision: one committed row, with its line in the audit log, or nothing at all."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from nosologist.errors import UsageError
from nosologist.workbench import audit, counting, usual_charges, worklist_models
from nosologist.workbench.abstracting import charged
from nosologist.workbench.claim_making import kind_of
from nosologist.workbench.deciding import Desk, Kind, Logged, desk_of, last_of
from nosologist.workbench.models import Chart, Decision, User
from nosologist.workbench.roles import ARRANGERS, CLAIMERS, DECIDERS, FINALIZERS, REOPENERS, Role
from nosologist.workbench.wanted import clean

_WHO = {
    Kind.CLAIM: CLAIMERS,
    Kind.FINALIZE: FINALIZERS,
    Kind.REOPEN: REOPENERS,
    Kind.OVERRIDE: FINALIZERS,
    Kind.ASSIGN: ARRANGERS,
    Kind.LEND: ARRANGERS,
}
_ON_FINAL = {Kind.REOPEN}
_EITHER = {Kind.ABSTRACT, Kind.OVERRIDE}  # of the claim, which is made when the codes are final
_UNCLAIMED = {Kind.CLAIM, Kind.REOPEN, Kind.ASSIGN, Kind.LEND}  # need no claim of their own


class RefusedError(UsageError):
    """The decision cannot be made as the chart stands; nothing was recorded."""


class OvertakenError(RefusedError):
    """Somebody else decided meanwhile; the page must be loaded again."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A decision as the browser sends it: its own id, what it saw last, what it wants."""

    id: uuid.UUID
    seen: int
    kind: Kind
    raw: Mapping[str, Any]
    token: str = ""  # of the program that sent it


def log_of(chart: Chart) -> tuple[Logged, ...]:
    """The decisions on a chart, in order."""
    rows = chart.decisions.select_related("user").order_by("number")
    return tuple(map(_logged, rows))


def _logged(row: Decision) -> Logged:
    return Logged(str(row.id), row.number, row.user.username, Kind(row.kind), row.data)


def desk(chart: Chart) -> Desk:
    """The chart as it stands."""
    return desk_of(chart.suggested, log_of(chart))


def record(chart: Chart, user: User, roles: frozenset[Role], wish: Wish) -> Desk:
    """Record a decision and return the chart as it then stands; a decision that is there already is not recorded again.

    Raises:
        RefusedError: it may not be made. OvertakenError: others decided meanwhile. Nothing is recorded then.
    """
    try:
        with transaction.atomic():
            log = log_of(chart)
            if any(decision.id == str(wish.id) for decision in log):
                return desk_of(chart.suggested, log)
            return _added(chart, user, roles, wish, log)
    except IntegrityError:
        if not chart.decisions.filter(id=wish.id).exists():
            raise OvertakenError(_OVERTAKEN) from None
    except RefusedError:
        raise
    except UsageError as error:
        raise RefusedError(str(error)) from None
    return desk(chart)


_OVERTAKEN = "somebody else decided on this chart meanwhile; nothing was overwritten, load the page again"


def _added(chart: Chart, user: User, roles: frozenset[Role], wish: Wish, log: tuple[Logged, ...]) -> Desk:
    now = desk_of(chart.suggested, log)
    if wish.seen != now.last:
        raise OvertakenError(_OVERTAKEN)
    if Decision.objects.filter(id=wish.id).exists():
        raise RefusedError("this decision belongs to another chart")
    _allowed(now, user, roles, wish.kind)
    data = _undoing(log, user) if wish.kind is Kind.UNDO else clean(wish.kind, wish.raw, chart, now)
    decision = Decision(
        id=wish.id, chart=chart, number=now.last + 1, user=user, at=timezone.now(), kind=wish.kind.value, data=data
    )
    decision.save(force_insert=True)
    then = desk_of(chart.suggested, (*log, _logged(decision)))
    _summed_up(chart, user, then)
    if wish.kind is Kind.FINALIZE:
        counting.finished(chart, user, then)
    elif wish.kind is Kind.REOPEN:
        counting.reopened(chart)
    audit.write(
        "decision", user=user.username, organization=chart.organization_id, subject=chart.id, id=str(wish.id),
        kind=wish.kind.value, number=decision.number, digest=audit.decision_digest(decision),
        **({"token": wish.token} if wish.token else {}),
    )  # fmt: skip
    return then


def _allowed(now: Desk, user: User, roles: frozenset[Role], kind: Kind) -> None:
    if not roles & _WHO.get(kind, DECIDERS):
        raise RefusedError("your role does not allow this")
    if kind not in _EITHER and now.is_final != (kind in _ON_FINAL):
        raise RefusedError("the chart is final; reopen it first" if now.is_final else "the chart is open already")
    mine = now.claimed_by == user.username
    if kind is Kind.CLAIM:
        if mine:
            raise RefusedError("you have claimed this chart already")
        if now.claimed_by and now.lent_by != user.username and not roles & REOPENERS:
            raise RefusedError(f"{now.claimed_by} has claimed this chart")
    elif kind not in _UNCLAIMED and not mine:
        free = "claim the chart first (key m)" if roles & CLAIMERS else "nobody has given you this chart"
        raise RefusedError(f"{now.claimed_by} has claimed this chart" if now.claimed_by else free)


def _undoing(log: tuple[Logged, ...], user: User) -> dict[str, Any]:
    last = last_of(log, user.username)
    if last is None:
        raise RefusedError("nothing of yours to undo")
    return {"of": last.id}


def _summed_up(chart: Chart, user: User, now: Desk) -> None:
    """Repeat on the chart what worklists ask for."""
    holder = None
    if now.claimed_by:
        holder = user if now.claimed_by == user.username else User.objects.get(username=now.claimed_by)
    chart.status = Chart.FINAL if now.is_final else Chart.OPEN
    chart.claimed_by, chart.codes, chart.last = holder, len(now.standing), now.last
    chart.save(update_fields=["status", "claimed_by", "codes", "last"])
    told = {**usual_charges.filled(kind_of(chart), chart.organization_id, now), **now.abstract}
    worklist_models.tell(
        chart,
        now.lent_by,
        told.get("coverage.claim_filing", ""),
        charged(told, now),
        date.fromisoformat(told["date"]) if told.get("date") else chart.date,
        told.get("id", ""),
    )
