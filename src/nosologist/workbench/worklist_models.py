"""What worklists ask: a short line for each chart, kept in step with it, so that no list reads documents."""

from __future__ import annotations

import uuid
from datetime import date
from enum import IntEnum
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models

from nosologist.model.document import Document
from nosologist.notes.authors import kind_of

NO_DUE = date.max  # sorts last on every database; no chart is due then


class Priority(IntEnum):
    """Which charts come first."""

    HIGH = 1
    NORMAL = 2
    LOW = 3


class WorkItem(models.Model):
    """A chart's line of the worklist. What people arrange (priority, due, specialty, restricted) is kept here; the rest repeats the
    chart."""

    chart = models.OneToOneField("workbench.Chart", models.CASCADE, primary_key=True, related_name="item")
    organization = models.ForeignKey("workbench.Organization", models.PROTECT, related_name="+")
    status = models.CharField(max_length=10)
    holder = models.ForeignKey("workbench.User", models.PROTECT, null=True, related_name="+")
    lent_by = models.ForeignKey("workbench.User", models.PROTECT, null=True, related_name="+")
    priority = models.SmallIntegerField(default=Priority.NORMAL.value)
    due = models.DateField(default=NO_DUE)
    since = models.DateField()  # discharge or service; of a chart without a date the day when it came in
    created = models.DateTimeField()
    setting = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, blank=True)  # of its main document
    age = models.IntegerField(null=True)  # of the patient, years
    payer = models.CharField(max_length=2, blank=True)  # kind of coverage, as claims name it: MB, MC, CI ...
    charges = models.BigIntegerField(null=True)  # stated so far, in cents
    restricted = models.BooleanField(default=False)  # opened only by whom it was given to, else by breaking the glass
    claim = models.CharField(max_length=50, blank=True)  # the number of its claim, by which payers' answers name it
    demonstration = models.BooleanField(default=False)  # of an invented patient; can be taken away
    specialty = models.CharField(max_length=30, blank=True, default="")  # one of ``specialties``, where it is stated

    class Meta:
        """The list as it stands: open charts of an organization, the most urgent first; totals need nothing else."""

        indexes = (
            models.Index(
                fields=["organization", "status", "priority", "due", "since", "created", "chart", "holder", "charges"],
                name="most_urgent",
            ),
            models.Index(fields=["organization"], condition=models.Q(restricted=True), name="restricted_charts"),
            models.Index(fields=["organization", "claim"], name="chart_of_a_claim"),
        )


class SavedView(models.Model):
    """Criteria under a name: a person's own, or shared with the organization."""

    organization = models.ForeignKey("workbench.Organization", models.PROTECT, related_name="+")
    owner = models.ForeignKey("workbench.User", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    shared = models.BooleanField(default=False)
    criteria: Any = models.JSONField()

    class Meta:
        """One of a name for a person in an organization."""

        constraints = (models.UniqueConstraint(fields=["organization", "owner", "name"], name="one_view_a_name"),)


def follow(chart: Any) -> None:
    """Bring the line of a chart in step with it; make it for a new chart."""
    facts = {
        "status": chart.status, "holder_id": chart.claimed_by_id, "since": chart.date or chart.created.date(),
        "setting": chart.setting, "age": chart.age,
    }  # fmt: skip
    if not WorkItem.objects.filter(chart_id=chart.pk).update(**facts):
        WorkItem.objects.create(
            chart_id=chart.pk, organization_id=chart.organization_id, created=chart.created,
            kind=main_kind(chart.documents), claim=claim_number(own_number(chart.pk)), **facts,
        )  # fmt: skip


def tell(chart: Any, lender: str | None, payer: str, charges: int | None, since: date | None, claim: str) -> None:
    """Say on the line of a chart what its decisions add up to: who lent it, payer, charges, the day of discharge or service, and
    the number of its claim, empty where it is the chart's own."""
    lent_by = get_user_model().objects.get(username=lender) if lender else None
    WorkItem.objects.filter(chart_id=chart.pk).update(
        lent_by=lent_by, payer=payer, charges=charges, since=since or chart.created.date(),
        claim=claim_number(claim or own_number(chart.pk)),
    )  # fmt: skip


def own_number(chart: uuid.UUID) -> str:
    """The number of a chart's claim where nobody states one: CLM01 holds 20 characters with every payer."""
    return chart.hex[:20].upper()


def claim_number(text: str) -> str:
    """The number of a claim as it is compared: payers send it back in capitals, and with blanks around it."""
    return text.strip().upper()[:50]


def main_kind(documents: list[dict[str, Any]]) -> str:
    """The kind of document that a chart is about: the discharge summary where there is one, else that of the last document
    whose kind is known; empty where none is."""
    known = [kind for one in documents if (kind := kind_of_document(one))]
    return "discharge summary" if "discharge summary" in known else known[-1] if known else ""


def kind_of_document(document: dict[str, Any]) -> str:
    """The kind of a document as a chart keeps it; empty where nothing tells."""
    kind = kind_of(Document(document["id"], document["text"], document.get("kind")))
    return kind.value if kind else ""
