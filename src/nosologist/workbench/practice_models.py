"""What an organization states on each of its claims."""

from __future__ import annotations

from typing import Any

from django.db import models


class Practice(models.Model):
    """Who bills, and the two ends of files: the fields of the abstract that are the same on every claim."""

    organization = models.OneToOneField(
        "workbench.Organization", models.PROTECT, primary_key=True, related_name="practice"
    )
    fields: Any = models.JSONField(default=dict)  # name -> value
