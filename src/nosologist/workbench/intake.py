"""The queue of what was sent in: stored by a request, taken by a reader, and given back when that reader dies.

A row is the lock. Who takes one writes its own name and the time into it, and goes on writing the time; a row whose time is old
belongs to nobody. That holds on SQLite and on PostgreSQL, and after kill -9.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q, Sum
from django.utils import timezone

from nosologist.errors import UsageError
from nosologist.workbench import audit
from nosologist.workbench.models import Intake, IntakeFile, Organization, User

LEASE = timedelta(seconds=20)  # a reader that has not told for so long that it is at work is dead
_MOST_ATTEMPTS = 5  # readers that one file may end
_MOST_WAITING = 4_000_000_000  # bytes of one organization: a disk that is full stops everybody
_NEITHER = (Intake.CODED, Intake.READ, Intake.REFUSED)


def stored(
    id: uuid.UUID,
    organization: Organization,
    user: User | None,
    files: Sequence[tuple[str, bytes]],
    asked: Mapping[str, str],
    name: str = "",
) -> Intake:
    """Keep files until they are read, under a name, else that of the first; the same id again is the same row.

    Raises:
        UsageError: too much waits already, or the id is that of another organization's files.
    """
    known = Intake.objects.filter(id=id).first()
    if known is None:
        size = sum(len(data) for _, data in files)
        waiting = (
            Intake.objects.filter(organization=organization).exclude(state__in=_NEITHER).aggregate(n=Sum("size"))["n"]
        )
        if (waiting or 0) + size > _MOST_WAITING:
            raise UsageError("Too much is waiting to be read already; send the rest when it is done.")
        try:
            with transaction.atomic():
                known = Intake(
                    id=id, organization=organization, user=user, name=(name or files[0][0])[:200], size=size,
                    created=timezone.now(), asked=dict(asked),
                )  # fmt: skip
                known.save(force_insert=True)
                IntakeFile.objects.bulk_create(
                    [IntakeFile(intake=known, name=name[:200], content=data) for name, data in files], batch_size=1
                )
                audit.write(
                    "received", user=known.by, organization=organization.id, subject=id, files=len(files), bytes=size
                )
        except IntegrityError:  # the browser sent it twice at once
            known = Intake.objects.get(id=id)
    if known.organization_id != organization.id:
        raise UsageError("These files cannot be taken; load the page again.")
    return known


def made_of(intake: uuid.UUID, place: int) -> uuid.UUID:
    """The id of a chart that is made of what was sent in; the first has place 0."""
    return uuid.uuid5(intake, str(place))


def unread(organization: uuid.UUID) -> int:
    """How many files of an organization are waiting to be read, or being read now."""
    waits = Q(state=Intake.WAITING) | Q(state=Intake.READING)
    return Intake.objects.filter(waits, organization_id=organization).exclude(asked__has_key="answers").count()


def taken(reader: str) -> Intake | None:
    """The oldest that waits, taken for a reader; None where nothing waits. What ended too many readers is refused."""
    now = timezone.now()
    free = Q(state=Intake.WAITING) | Q(state=Intake.READING, beat__lt=now - LEASE)
    for id in Intake.objects.filter(free).order_by("created").values_list("id", flat=True)[:5]:
        mine = Intake.objects.filter(free, id=id).update(
            state=Intake.READING, reader=reader, beat=now, attempts=F("attempts") + 1
        )
        if not mine:
            continue
        one: Intake = Intake.objects.select_related("organization", "user").get(id=id)
        if one.attempts <= _MOST_ATTEMPTS:
            return one
        finished(one, reader, [f"{one.name}: whoever reads it stops in the middle; check the file"], [])
    return None


def beat(reader: str) -> None:
    """Say that a reader is at work."""
    Intake.objects.filter(state=Intake.READING, reader=reader).update(beat=timezone.now())


def went_on(one: Intake, charts: Sequence[uuid.UUID]) -> None:
    """Show how far reading came."""
    Intake.objects.filter(id=one.id, state=Intake.READING).update(charts=[str(id) for id in charts], attempts=1)


def finished(one: Intake, reader: str, wrong: Sequence[str], remarks: Sequence[str], answers: int = 0) -> None:
    """Write down what became of it, charts or answers of payers, and drop its bytes, where this reader still has it."""
    with transaction.atomic():
        made = Intake.objects.filter(id=one.id).values_list("charts", flat=True).get()
        state = Intake.CODED if made else Intake.READ if answers else Intake.REFUSED
        mine = Intake.objects.filter(id=one.id, state=Intake.READING, reader=reader).update(
            state=state, wrong=list(wrong), remarks=list(remarks), beat=None
        )
        if mine:
            IntakeFile.objects.filter(intake=one).delete()
            audit.write(
                "read", user=one.by, organization=one.organization_id, subject=one.id, charts=len(made),
                refused=len(wrong), **({"answers": answers} if answers else {}),
            )  # fmt: skip
