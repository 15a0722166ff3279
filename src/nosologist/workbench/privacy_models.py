"""Break-glass: a person opened a restricted chart that was not theirs, and said why."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone


class BreakGlass(models.Model):
    """One person, one chart, some hours. The reason is kept here: the audit log holds its kind and its digest alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey("workbench.Organization", models.PROTECT, related_name="+")
    chart = models.ForeignKey("workbench.Chart", models.PROTECT, related_name="+")
    user = models.ForeignKey("workbench.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField()
    kind = models.CharField(max_length=20)
    words = models.CharField(max_length=500)
    reviewed_by = models.ForeignKey("workbench.User", models.PROTECT, null=True, related_name="+")
    reviewed = models.DateTimeField(null=True)

    class Meta:
        """Asked whenever a restricted chart is opened; the officer's list asks for what nobody has reviewed."""

        indexes = (
            models.Index(fields=["chart", "user", "until"], name="glass_of_a_person"),
            models.Index(fields=["organization", "reviewed", "at"], name="glass_to_review"),
        )

    @classmethod
    def broken_by(cls, username: str, chart: object) -> str | None:
        """The event by which a chart is open to a person now."""
        now = cls.objects.filter(chart_id=chart, user__username=username, until__gt=timezone.now())
        id = now.order_by("-at").values_list("id", flat=True).first()
        return str(id) if id else None
