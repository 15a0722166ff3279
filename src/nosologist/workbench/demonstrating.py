"""Demonstration charts: invented patients in all settings, coded like charts that are sent in, marked, and taken away again."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from nosologist.errors import UsageError
from nosologist.workbench import audit, intake
from nosologist.workbench.intake import made_of
from nosologist.workbench.models import AuditEntry, Chart, Intake, Organization, User
from nosologist.workbench.worklist_models import own_number

TAKEN_AWAY = "demonstration taken away"  # in the audit log, a line for each chart
_FOLDER = Path(__file__).with_name("demonstration")
_ANSWER = "remittance.835"
_ASKED = ("setting", "view", "patient", "age", "sex")
_DAY = re.compile(r"\{(-?\d+)\}")  # in a note: so many days after that of the chart


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A chart as it travels with the program."""

    number: str
    name: str
    days: int  # before today
    asked: dict[str, str]  # what the upload form would state
    documents: tuple[tuple[str, str], ...]  # name, text

    def on(self, today: date) -> tuple[dict[str, str], list[tuple[str, bytes]]]:
        """What is stated of it and its files, with days that are lately gone."""
        day = today - timedelta(days=self.days)
        files = [(f"{name}.txt", _dated(text, day).encode()) for name, text in self.documents]
        return {**self.asked, "date": day.isoformat(), "together": "1", "demonstration": "1"}, files


@cache
def demonstrations() -> tuple[Demonstration, ...]:
    """All of them, in order."""
    return tuple(_read(path) for path in sorted(_FOLDER.glob("*.txt")))


def _read(path: Path) -> Demonstration:
    """A head of fields, then each document below its name."""
    head, *parts = re.split(r"^=== (?=.)", path.read_text("utf-8"), flags=re.MULTILINE)
    told = dict(line.split(": ", 1) for line in head.splitlines())
    documents = tuple((name, text) for name, _, text in (part.partition("\n") for part in parts))
    asked = {name: told[name] for name in _ASKED if name in told}
    return Demonstration(path.stem, f"DEMO {path.stem} {told['title']}", int(told["days"]), asked, documents)


def _dated(text: str, day: date) -> str:
    return _DAY.sub(lambda found: f"{day + timedelta(days=int(found[1])):%m/%d/%Y}", text)


def charts(organization: object) -> QuerySet[Any]:
    """The demonstration charts of an organization."""
    return Chart.objects.filter(organization_id=organization, item__demonstration=True)


def _sent_in(organization: object) -> QuerySet[Any]:
    return Intake.objects.filter(organization_id=organization, asked__demonstration="1")


def are_there(organization: object) -> bool:
    """True where they are on the worklist, or on the way to it."""
    return bool(_sent_in(organization).exists() or charts(organization).exists())


def put(organization: Organization, user: User) -> int:
    """Send them in, to be coded like any others; how many there are. Once they are there, nothing more is sent.

    Their ids follow from how many were taken away before, so that two requests at once send each of them once.
    """
    today = timezone.now().date()
    before = AuditEntry.objects.filter(organization=str(organization.id), action=TAKEN_AWAY).count()
    told = {"day": f"{today:%Y%m%d}", "stamp": f"{today:%y%m%d}"}  # what a payer says of some of them
    with transaction.atomic():
        for one in demonstrations():
            id = uuid.uuid5(organization.id, f"{one.name} {before}")
            asked, files = one.on(today)
            intake.stored(id, organization, user, files, asked, one.name)
            told[f"claim_{one.number}"] = own_number(made_of(id, 0))
            told[f"served_{one.number}"] = asked["date"].replace("-", "")
        answer = (_FOLDER / _ANSWER).read_text("ascii").format_map(defaultdict(str, told)).encode()
        id = uuid.uuid5(organization.id, f"{_ANSWER} {before}")
        asked = {"answers": "1", "demonstration": "1"}
        intake.stored(id, organization, user, [(f"DEMO {_ANSWER}", answer)], asked)
    return len(demonstrations())


def take_away(organization: Organization, user: User, **told: str) -> int:
    """Delete them with all that was decided on them; how many charts are gone. The audit log keeps a line for each.

    Raises:
        UsageError: some are still being read.
    """
    with transaction.atomic():
        if _sent_in(organization.id).filter(state__in=(Intake.WAITING, Intake.READING)).exists():
            raise UsageError("Some demonstration charts are still being coded; take them away when that is done.")
        gone = list(charts(organization.id).values_list("id", flat=True))
        for id in gone:
            audit.write(TAKEN_AWAY, user=user.username, organization=organization.id, subject=id, **told)
        _delete(Chart, gone)
        _delete(Intake, list(_sent_in(organization.id).values_list("id", flat=True)))
    return len(gone)


def _delete(model: Any, keys: list[Any]) -> None:
    """Delete rows, and before them whatever rows of other tables are theirs."""
    if not keys:
        return
    for table, field in _pointing_to(model):
        rows = table._default_manager.filter(**{f"{field}__in": keys})
        _delete(table, list(rows.values_list("pk", flat=True)))
    model._default_manager.filter(pk__in=keys).delete()


def _pointing_to(model: Any) -> Iterator[tuple[Any, str]]:
    """Tables with the field by which their rows name one of a table; those too that it knows nothing of (related_name "+")."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            yield relation.related_model, relation.field.name
