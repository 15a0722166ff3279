"""What an organization usually charges for a service."""

from __future__ import annotations

from django.db import models


class UsualCharge(models.Model):
    """The charge of one unit of a service, with these modifiers, on one kind of claim or on both."""

    organization = models.ForeignKey("workbench.Organization", models.PROTECT, related_name="+")
    code = models.CharField(max_length=5)
    modifiers = models.CharField(max_length=11, blank=True)  # in order of the alphabet, with blanks between them
    claim = models.CharField(max_length=12, blank=True)  # professional, facility; empty: both
    revenue = models.CharField(max_length=4, blank=True)
    cents = models.BigIntegerField()

    class Meta:
        """One charge for one service."""

        constraints = (
            models.UniqueConstraint(fields=["organization", "code", "modifiers", "claim"], name="one_usual_charge"),
        )
