"""What was sent in and waits to be read: one row a piece of work; the bytes stand in a table that no list reads."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

WATCHED = "(folder)"  # no name of a person looks like it


class Intake(models.Model):
    """A file that was sent in, or several that are one encounter, and what became of it.

    It is ``WAITING`` until a reader takes it; a reader that is at work tells so with ``beat``. Its charts are committed one by one
    under ids that follow from its own, so that whoever reads it again makes none twice. What payers answer makes no chart: it is
    ``READ`` in the end.
    """

    WAITING, READING, CODED, READ, REFUSED = "waiting", "reading", "coded", "read", "refused"

    id = models.UUIDField(
        primary_key=True, default=uuid.uuid4
    )  # made by the browser: the same file sent twice is one row
    organization = models.ForeignKey("workbench.Organization", models.PROTECT, related_name="+")
    user = models.ForeignKey("workbench.User", models.PROTECT, null=True, related_name="+")  # none: the watched folder
    name = models.CharField(max_length=200)  # of the file; of several, of the first
    size = models.BigIntegerField()  # bytes of all its files
    created = models.DateTimeField()
    state = models.CharField(max_length=10, default=WAITING)
    attempts = models.IntegerField(default=0)  # readers that began since its last chart
    reader = models.CharField(max_length=32, blank=True)  # who reads it
    beat = models.DateTimeField(null=True)  # when that reader last said so
    asked: Any = models.JSONField(default=dict)  # what the person stated of the charts, as the form sends it
    charts: Any = models.JSONField(default=list)  # ids of the charts that were made
    wrong: Any = models.JSONField(default=list)  # what could not be read, a sentence each
    remarks: Any = models.JSONField(default=list)

    @property
    def by(self) -> str:
        """Who sent it in."""
        return self.user.username if self.user else WATCHED

    class Meta:
        """Readers ask for the oldest that waits, people for the newest of their organization."""

        indexes = (
            models.Index(fields=["state", "created"], name="intake_waiting"),
            models.Index(fields=["organization", "-created"], name="intake_of_organization"),
        )


class IntakeFile(models.Model):
    """The bytes of a file that waits; the row is gone when it was read."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
