"""What a person has read of a chart."""

from __future__ import annotations

from django.db import models


class Seen(models.Model):
    """A document that a person has scrolled through; one whose text changes is unread again."""

    user = models.ForeignKey("workbench.User", models.CASCADE, related_name="+")
    chart = models.ForeignKey("workbench.Chart", models.CASCADE, related_name="+")
    mark = models.CharField(max_length=32)  # of the document: of its name and text
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One row a person and document; the chart's page asks for all of a person at once."""

        constraints = (models.UniqueConstraint(fields=["user", "chart", "mark"], name="seen_once"),)
