"""What people decided about denied and rejected claims: written off, resolved, or waiting again."""

from __future__ import annotations

from django.db import models


class Settling(models.Model):
    """One step about an answer of a payer. Rows are added, never changed; ``PayerAnswer.settled`` repeats what they add up to."""

    id = models.UUIDField(primary_key=True)  # made by the page: the same step sent twice is one row
    organization = models.ForeignKey("workbench.Organization", models.PROTECT, related_name="+")
    answer = models.ForeignKey("workbench.PayerAnswer", models.CASCADE, related_name="settlings")
    number = models.IntegerField()  # 1, 2, 3 ... of the answer
    user = models.ForeignKey("workbench.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    act = models.CharField(max_length=12)
    reason = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=300, blank=True)
    cents = models.BigIntegerField(default=0)  # that were written off

    class Meta:
        """Two steps never have one number: the second person is told instead."""

        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["answer", "number"], name="one_settling_a_number"),)
