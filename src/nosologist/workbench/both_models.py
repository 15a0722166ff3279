"""Which two charts are the two claims of one visit."""

from __future__ import annotations

import uuid

from django.db import models


class BothClaims(models.Model):
    """The chart that was there, and the one that was made of its documents for the other claim."""

    first = models.OneToOneField("workbench.Chart", models.CASCADE, primary_key=True, related_name="second_claim")
    second = models.OneToOneField("workbench.Chart", models.CASCADE, related_name="first_claim")

    @classmethod
    def other_of(cls, chart: uuid.UUID) -> uuid.UUID | None:
        """The chart of the other claim, where there is one."""
        for here, there in (("first", "second_id"), ("second", "first_id")):
            found: uuid.UUID | None = cls.objects.filter(**{here: chart}).values_list(there, flat=True).first()
            if found:
                return found
        return None
