"""Restricted charts: opened only by whom they were given to, and by who breaks the glass, for some hours and with a reason."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from nosologist.errors import UsageError
from nosologist.workbench import audit
from nosologist.workbench.acting import Actor
from nosologist.workbench.models import BreakGlass, Chart, User
from nosologist.workbench.worklist_models import WorkItem

HOURS = 4  # that a broken glass stays open
REASONS = {
    "coding": "the chart must be coded or its codes changed",
    "claim": "a claim, a denial or a payer's question",
    "query": "a question to or from a provider",
    "review": "an audit or quality review",
    "request": "a request of the patient, an authority or a court",
    "other": "another reason",
}
_FEWEST_LETTERS, _MOST_LETTERS = 10, 500


class RestrictedError(PermissionDenied):
    """The chart is of the organization, but restricted and not this person's."""

    def __init__(self, chart: uuid.UUID) -> None:
        """``chart`` is its id."""
        super().__init__("this chart is restricted: its glass can be broken in the workbench, with a reason")
        self.chart = chart


def closed_to(user: User, organization: object) -> QuerySet[Any]:
    """The ids of the charts of an organization that a person may not open: those that are restricted, are not with them, were
    not lent by them, and whose glass they have not broken."""
    restricted = WorkItem.objects.filter(organization_id=organization, restricted=True)
    broken = BreakGlass.objects.filter(user=user, until__gt=timezone.now()).values("chart")
    return restricted.exclude(holder=user).exclude(lent_by=user).exclude(chart__in=broken).values("chart")


def restrict(chart: uuid.UUID, organization: object, by: str, restricted: bool = True, token: str = "") -> None:
    """Restrict a chart, or lift it; written down where something changed, with the name of the program's ``token``."""
    with transaction.atomic():
        mine = WorkItem.objects.filter(chart=chart, organization_id=organization, restricted=not restricted)
        if mine.update(restricted=restricted):
            action = "restricted" if restricted else "restriction lifted"
            told = {"token": token} if token else {}
            audit.write(action, user=by, organization=organization, subject=chart, **told)


def break_glass(chart: Chart, user: User, kind: str, words: str) -> BreakGlass:
    """Open a restricted chart to a person for some hours.

    Raises:
        UsageError: no reason is given.
    """
    words = " ".join(words.split())[:_MOST_LETTERS]
    if kind not in REASONS:
        raise UsageError("Choose the kind of reason.")
    if len(words) < _FEWEST_LETTERS:
        raise UsageError("Say in words why you need this chart: the privacy officer reads it.")
    now = timezone.now()
    one = BreakGlass(
        organization_id=chart.organization_id, chart=chart, user=user, at=now, until=now + timedelta(hours=HOURS), kind=kind,
        words=words,
    )  # fmt: skip
    with transaction.atomic():
        audit.write(
            "break-glass", user=user.username, organization=chart.organization_id, subject=chart.id, id=str(one.id),
            reason=kind, hours=HOURS, digest=hashlib.sha256(words.encode()).hexdigest(),
        )  # fmt: skip
        one.save(force_insert=True)
    return one


def review(one: BreakGlass, by: Actor) -> None:
    """Mark that the officer has looked into it.

    Raises:
        UsageError: it is theirs, or was marked before.
    """
    if one.user_id == by.user.pk:
        raise UsageError("somebody else reviews what you opened yourself")
    with transaction.atomic():
        mine = BreakGlass.objects.filter(pk=one.pk, reviewed=None)
        if not mine.update(reviewed=timezone.now(), reviewed_by=by.user):
            raise UsageError("it was reviewed already")
        by.tell("break-glass reviewed", one.chart_id, event=str(one.pk))
