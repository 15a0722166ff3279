"""What reports count: short facts about charts that are final, written with the decision that makes them so."""

from __future__ import annotations

from django.db import models


class Finished(models.Model):
    """A chart that is final: when, by whom, and how long it took. Taken away when it is reopened."""

    chart = models.OneToOneField("workbench.Chart", models.CASCADE, primary_key=True, related_name="finished")
    organization = models.ForeignKey("workbench.Organization", models.PROTECT, related_name="+")
    user = models.ForeignKey("workbench.User", models.PROTECT, related_name="+")  # who finalized it
    day = models.DateField()
    setting = models.CharField(max_length=20)
    hours = models.IntegerField()  # from its arrival
    days = models.IntegerField()  # from discharge or service
    codes = models.IntegerField()
    minutes = models.IntegerField()  # at the chart: see outcomes.minutes

    class Meta:
        """Reports ask by organization and period."""

        indexes = (models.Index(fields=["organization", "day"], name="finished_by_day"),)


class Outcome(models.Model):
    """What became of a suggestion, an added code or a finding on a final chart. Holds no word of the chart."""

    chart = models.ForeignKey("workbench.Chart", models.CASCADE, related_name="outcomes")
    organization = models.ForeignKey("workbench.Organization", models.PROTECT, related_name="+")
    user = models.ForeignKey("workbench.User", models.PROTECT, related_name="+")
    day = models.DateField()
    what = models.CharField(max_length=12)
    system = models.CharField(max_length=12)
    code = models.CharField(max_length=12)
    chapter = models.SmallIntegerField(null=True)  # of the Tabular; of a diagnosis
    kind = models.CharField(max_length=20)  # of the document
    basis = models.CharField(max_length=80)
    reason = models.CharField(max_length=40)

    class Meta:
        """Reports count all of a period at once."""

        indexes = (
            models.Index(
                fields=["organization", "day", "what", "chapter", "kind", "basis", "reason", "system", "user"],
                name="outcomes_by_day",
            ),
        )
