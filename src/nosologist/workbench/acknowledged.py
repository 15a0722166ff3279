"""Acknowledgments of files (TA1, 999, 277CA of a batch): kept as they were read, and joined to the claims that went out in them.

A 999 names the group (AK102 = GS06), a TA1 the interchange (TA101 = ISA13), a 277CA the batch (TRN02 = BHT03). Files of the
workbench state one number as all three, so an answer belongs to the claim that was taken out under its number, unless it is older
than that file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias, TypeGuard

from django.db.models import QuerySet
from django.utils import timezone

from nosologist.answers.keeping import packed, unpacked
from nosologist.answers.status_objects import acknowledgement_words, status_words
from nosologist.model.acknowledgement import (
    ClaimStatus,
    GroupAcknowledgement,
    InterchangeAcknowledgement,
    SetAcknowledgement,
    StatusLevel,
)
from nosologist.workbench.acknowledgement_models import Acknowledgement, TakenOut
from nosologist.workbench.models import Chart, Intake, User
from nosologist.workbench.restricting import closed_to

Said: TypeAlias = InterchangeAcknowledgement | GroupAcknowledgement | SetAcknowledgement | ClaimStatus
_TA1, _GROUP, _SET, _BATCH = "TA1", "999 group", "999 set", "277CA file"
_READ: dict[str, type[Any]] = {
    _TA1: InterchangeAcknowledgement, _GROUP: GroupAcknowledgement, _SET: SetAcknowledgement, _BATCH: ClaimStatus,
}  # fmt: skip
_OUTCOMES = {"A": Acknowledgement.ACCEPTED, "E": Acknowledgement.ERRORS, "P": Acknowledgement.PARTLY}  # else refused
_CLAIMS, _A_CLAIM = "HC", "837"  # of a group, of a set
_TOLD = timedelta(days=30)
_MOST_REFUSED = 200  # that are looked at
_A_DAY = timedelta(days=1)  # by which the days of two time zones may differ


@dataclass(frozen=True, slots=True)
class Joined:
    """An acknowledgment, the claim that it is about where its number tells, and what it says in words."""

    row: Acknowledgement
    file: TakenOut | None
    words: str


def is_one(answer: object) -> TypeGuard[Said]:
    """True for an answer about a file, not about one claim."""
    if isinstance(answer, ClaimStatus):
        return answer.level is StatusLevel.SUBMITTER
    return isinstance(answer, (InterchangeAcknowledgement, GroupAcknowledgement, SetAcknowledgement))


def row_of(one: Intake, answer: Said) -> Acknowledgement:
    """The row of an acknowledgment; not saved."""
    kind, outcome, control, number = _about(answer)
    content = packed(answer)
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return Acknowledgement(
        organization_id=one.organization_id, intake=one, digest=digest, kind=kind, outcome=outcome,
        control=control.replace("\x00", " ")[:50], number=number, day=_day(answer) or one.created.date(), content=content,
    )  # fmt: skip


def _about(answer: Said) -> tuple[str, str, str, int | None]:
    match answer:
        case InterchangeAcknowledgement():
            return _TA1, _outcome(answer.code), answer.interchange, _number(answer.interchange)
        case GroupAcknowledgement():
            of_claims = answer.function == _CLAIMS
            return _GROUP, _outcome(answer.code), answer.group, _number(answer.group) if of_claims else None
        case SetAcknowledgement():
            return _SET, _outcome(answer.code), answer.group, _number(answer.group) if answer.kind == _A_CLAIM else None
        case ClaimStatus():
            refused = any(status.action == "U" for status in answer.statuses)
            batch = answer.claim or ""
            outcome = Acknowledgement.REFUSED if refused else Acknowledgement.ACCEPTED
            return _BATCH, outcome, batch, _number(batch.partition("-")[0]) if "-" in batch else None


def _outcome(code: str) -> str:
    return _OUTCOMES.get(code, Acknowledgement.REFUSED)


def _number(control: str) -> int | None:
    return int(control) if control.isascii() and control.isdecimal() and len(control) <= 9 else None


def _day(answer: Said) -> date | None:
    if isinstance(answer, ClaimStatus):
        return max((status.day for status in answer.statuses if status.day), default=None)
    return answer.day


def joined(rows: Iterable[Acknowledgement]) -> list[Joined]:
    """Each with the file that it answers."""
    some = list(rows)
    numbers = {row.number for row in some if row.number is not None}
    organizations = {row.organization_id for row in some}
    found = TakenOut.objects.filter(organization__in=organizations, control__in=numbers).select_related("chart__item")
    files = {(one.organization_id, one.control): one for one in found.defer(*_LONG)}
    return [Joined(row, _answered(row, files.get((row.organization_id, row.number or 0))), words(row)) for row in some]


_LONG = ("chart__documents", "chart__suggested", "chart__facts")


def _answered(row: Acknowledgement, file: TakenOut | None) -> TakenOut | None:
    return file if file is not None and row.day >= file.at.date() - _A_DAY else None


def words(row: Acknowledgement) -> str:
    """What it says."""
    answer = unpacked(_READ[row.kind], row.content)
    if isinstance(answer, ClaimStatus):
        return "; ".join(status_words(status) for status in answer.statuses)
    return acknowledgement_words(answer)


def files_of(chart: Chart) -> list[tuple[TakenOut, list[Joined]]]:
    """The files in which the claim of a chart went out, the newest first, each with what was said of it."""
    files = list(chart.taken_out.select_related("user").order_by("-at", "-id"))
    rows = Acknowledgement.objects.filter(
        organization_id=chart.organization_id, number__in=[one.control for one in files]
    )
    said = joined(rows.order_by("day", "id"))
    return [(one, [each for each in said if each.file == one]) for one in files]


def lately(organization: object, user: User, own: bool) -> QuerySet[Acknowledgement]:
    """Acknowledgments that a person may see, the newest first: not those of closed charts; with ``own``
    those of charts that they finalized alone."""
    found = Acknowledgement.objects.filter(organization_id=organization)
    files = TakenOut.objects.filter(organization_id=organization)
    found = found.exclude(number__in=files.filter(chart__in=closed_to(user, organization)).values("control"))
    if own:
        found = found.filter(number__in=files.filter(chart__finished__user=user).values("control"))
    return found.order_by("-day", "-id")


def refused(organization: object, user: User, own: bool) -> list[Joined]:
    """Files that were refused, and whose claim was not sent again since: nothing of it has reached the payer.

    Those of other programs are told for some weeks: whether they were sent again is not known here.
    """
    rows = joined(lately(organization, user, own).filter(outcome=Acknowledgement.REFUSED)[:_MOST_REFUSED])
    charts = {one.file.chart_id for one in rows if one.file}
    last = dict(TakenOut.objects.filter(chart__in=charts).order_by("control").values_list("chart_id", "control"))
    since = timezone.now().date() - _TOLD
    return [
        one
        for one in rows
        if (one.row.day >= since if one.file is None else one.file.control == last[one.file.chart_id])
    ]
