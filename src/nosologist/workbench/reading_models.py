"""What a person has read of a chart, and the pages that its documents were read from."""

from __future__ import annotations

import uuid
from typing import Any

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


class Original(models.Model):
    """The file that a document with pages was read from (a PDF, a scan), unchanged, and where its words stand on the pages."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chart = models.ForeignKey("workbench.Chart", models.CASCADE, related_name="originals")
    document = models.TextField()  # its id in the chart
    pages: Any = models.JSONField()  # width and height of each as it is drawn, in pixels
    places = models.BinaryField()  # as `Places` packs them
    content = models.BinaryField()  # never loaded but to draw a page
