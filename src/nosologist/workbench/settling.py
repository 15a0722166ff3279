"""Settling a denied or rejected claim: written off or resolved with a reason, or taken back. Each step is one committed row.

A settled claim is off the list of those that wait; a later answer of the payer that denies it again waits by itself.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.utils import timezone

from nosologist.workbench import answered, audit
from nosologist.workbench.acting import Actor
from nosologist.workbench.answer_models import PayerAnswer
from nosologist.workbench.models import Settling
from nosologist.workbench.recording import OvertakenError, RefusedError
from nosologist.workbench.roles import ARRANGERS, SETTLERS

_FEWEST, _MOST = 10, 300  # letters of a person's own words
_OVERTAKEN = "somebody else settled this claim or took it back meanwhile; nothing was overwritten, load the page again"


class Act(StrEnum):
    """What is done."""

    WRITE_OFF = "write off"
    RESOLVE = "resolve"
    TAKE_BACK = "take back"


PATIENT = "patient"
REASONS: dict[Act, dict[str, str]] = {
    Act.WRITE_OFF: {
        "right": "the denial is right",
        "late": "the time to file or to appeal is over",
        "lost": "the last appeal was lost",
        "small": "an appeal costs more than it can bring",
        "other": "another reason",
    },
    Act.RESOLVE: {
        "corrected": "a corrected or new claim was sent",
        "won": "the appeal was won",
        "elsewhere": "it was paid under another number or outside of a remittance",
        "payer": "it was billed to another payer",
        PATIENT: "the patient owes it and was billed",
        "other": "another reason",
    },
}
_OWN_WORDS = frozenset({"other"})
SETTLED = {Act.WRITE_OFF.value: "written off", Act.RESOLVE.value: "resolved"}
_PROVIDERS_LOSS = "CO"  # CAS01: contractual obligation


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: the step's own id, the number of the last step that was seen, what, why."""

    id: uuid.UUID
    seen: int
    act: str
    reason: str = ""
    words: str = ""


def record(by: Actor, row: PayerAnswer, wish: Wish) -> PayerAnswer:
    """Record a step; the answer as it then stands. A step that is there already is not recorded again.

    Raises:
        RefusedError: it may not be. OvertakenError: somebody else was quicker. Nothing is recorded then.
    """
    if Settling.objects.filter(id=wish.id, answer=row).exists():
        return row
    act, words = _act(wish.act), " ".join(wish.words.split())[:_MOST]
    last = row.settlings.order_by("-number").first()
    if wish.seen != (last.number if last else 0):
        raise OvertakenError(_OVERTAKEN)
    _allowed(by, row, act, last)
    _told(row, act, wish.reason, words)
    step = Settling(
        id=wish.id, organization=by.organization, answer=row, number=wish.seen + 1, user=by.user, at=timezone.now(), act=act.value,
        reason="" if act is Act.TAKE_BACK else wish.reason, words=words, cents=row.denied if act is Act.WRITE_OFF else 0,
    )  # fmt: skip
    try:
        with transaction.atomic():
            step.save(force_insert=True)
            row.settled = SETTLED.get(act.value, "")
            row.save(update_fields=["settled"])
            chart, _ = answered.charts_by_number([row], by.organization.id).get(row.claim, ("", ""))
            if not chart and row.intake.asked.get("demonstration"):
                raise RefusedError("no chart has the number of this demonstration any more")
            by.tell(
                "settlement",
                chart,
                id=str(step.id),
                act=act.value,
                number=step.number,
                digest=audit.settling_digest(step),
            )
    except IntegrityError:
        if not Settling.objects.filter(id=wish.id, answer=row).exists():
            raise OvertakenError(_OVERTAKEN) from None
        row.refresh_from_db()
    return row


def _act(text: str) -> Act:
    try:
        return Act(text)
    except ValueError:
        raise RefusedError(f"act: is none of {', '.join(Act)}") from None


def _allowed(by: Actor, row: PayerAnswer, act: Act, last: Settling | None) -> None:
    if act is Act.TAKE_BACK:
        if not row.settled or last is None:
            raise RefusedError("this claim is not settled")
        if last.user_id != by.user.pk and not by.held & ARRANGERS:
            raise RefusedError(f"{last.user.username} settled it: they, a senior or a manager take it back")
        return
    if row.settled:
        raise RefusedError(f"this claim is {row.settled} already; take that back first")
    if not by.held & (ARRANGERS if act is Act.WRITE_OFF else SETTLERS):
        raise RefusedError("your role does not allow this")
    if not answered.is_last(row):
        raise RefusedError("a later answer of the payer stands; nothing of this one waits")


def _told(row: PayerAnswer, act: Act, reason: str, words: str) -> None:
    """Refuse what gives no reason, or one that cannot be."""
    known = REASONS.get(act, {})
    if known and reason not in known:
        raise RefusedError(f"choose a reason: {', '.join(known)}")
    if (not known or reason in _OWN_WORDS) and len(words) < _FEWEST:
        raise RefusedError(f"say why in your own words, {_FEWEST} letters at least")
    if reason == PATIENT and row.kind == PayerAnswer.DECISION:
        groups = {one.adjustment.group for one in answered.decision(row).denials}
        if groups == {_PROVIDERS_LOSS}:
            raise RefusedError(
                f"the payer denied it as the provider's loss (group {_PROVIDERS_LOSS}): the patient may not be billed for it"
            )


def said(step: Settling) -> str:
    """Why, in words."""
    why = REASONS.get(Act(step.act), {}).get(step.reason, "")
    return ": ".join(part for part in (why, step.words) if part)


def last_of(rows: list[PayerAnswer]) -> dict[int, Settling]:
    """The step that settled each of these answers, by their numbers."""
    found = Settling.objects.filter(answer__in=[row.pk for row in rows if row.settled]).select_related("user")
    return {one.answer_id: one for one in found.order_by("number")}
