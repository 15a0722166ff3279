"""Arranging charts: claimed, assigned, lent, given back, restricted; priority and due date. Each chart by itself, many at once."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from nosologist.errors import UsageError
from nosologist.workbench import recording
from nosologist.workbench.acting import Actor
from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import Chart
from nosologist.workbench.restricting import closed_to, restrict
from nosologist.workbench.roles import ARRANGERS, RESTRICTERS
from nosologist.workbench.specialties import SPECIALTIES
from nosologist.workbench.worklist_models import NO_DUE, Priority, WorkItem

MOST = 500  # charts at once
_HANDED = {
    "claim": (Kind.CLAIM, "claimed"),
    "assign": (Kind.ASSIGN, "assigned"),
    "lend": (Kind.LEND, "lent"),
    "release": (Kind.RELEASE, "given back"),
}


@dataclass(frozen=True, slots=True)
class Arranged:
    """What was done, with how many charts, and which were refused with what reason."""

    done: str
    count: int
    refused: tuple[tuple[uuid.UUID, str], ...]


def arrange(by: Actor, act: str, told: Mapping[str, str], ids: Iterable[uuid.UUID]) -> Arranged:
    """Do it with each chart of the organization; others are passed over.

    Args:
        told: ``to`` whom (a name), ``priority`` (its number), ``due`` (a day, or empty), ``specialty`` (or empty).

    Raises:
        UsageError: it makes no sense, or the role does not allow it.
    """
    does, done = _doing(by, act, told)
    count, refused = 0, list[tuple[uuid.UUID, str]]()
    for id in list(ids)[:MOST]:
        chart = Chart.objects.filter(organization=by.organization, id=id).defer("documents").first()
        if chart is None:
            continue
        try:
            does(chart)
            count += 1
        except recording.RefusedError as error:
            refused.append((id, str(error)))
    return Arranged(done, count, tuple(refused))


def is_closed(by: Actor, chart: uuid.UUID) -> bool:
    """True for a restricted chart that the person may not open."""
    return closed_to(by.user, by.organization.id).filter(chart=chart).exists()


def _doing(by: Actor, act: str, told: Mapping[str, str]) -> tuple[Callable[[Chart], None], str]:
    """What is done with a chart, and how that is told."""
    if act in _HANDED:
        kind, done = _HANDED[act]
        return lambda chart: _handed(by, chart, kind, told.get("to", "")), done
    if act == "restrict" and by.held & RESTRICTERS:
        return lambda chart: restrict(chart.id, chart.organization_id, by.user.username, token=by.token), "restricted"
    if not by.held & ARRANGERS or act == "restrict":
        raise UsageError("your role does not allow this")
    if act == "priority" and told.get("priority", "") in {str(one.value) for one in Priority}:
        level = Priority(int(told["priority"]))
        return lambda chart: _set(by, chart, "priority", level.value), f"of {level.name.lower()} priority"
    if act == "due":
        day = _day(told.get("due", ""))
        return lambda chart: _set(by, chart, "due", day), "without due date" if day == NO_DUE else f"due {day}"
    if act == "specialty" and (name := told.get("specialty", "")) in ("", *SPECIALTIES):
        return lambda chart: _set(by, chart, "specialty", name), f"of {name}" if name else "without specialty"
    raise UsageError("this is nothing that can be done here")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else NO_DUE
    except ValueError:
        raise UsageError("the due date makes no sense") from None


def _handed(by: Actor, chart: Chart, kind: Kind, to: str) -> None:
    if (kind is Kind.CLAIM or to == by.user.username) and is_closed(by, chart.id):
        raise recording.RefusedError("it is restricted, another person must assign it to you")
    wish = recording.Wish(uuid.uuid4(), chart.last, kind, {"to": to}, by.token)
    recording.record(chart, by.user, by.held, wish)


def _set(by: Actor, chart: Chart, name: str, value: Any) -> None:
    with transaction.atomic():
        WorkItem.objects.filter(chart=chart).update(**{name: value})
        by.tell(name, chart.id, value=str(value))
