"""Which rules an organization has switched off."""

from __future__ import annotations

from django.db import models


class RuleSwitch(models.Model):
    """A rule that says nothing in an organization, and why. Switched on again, the row is gone; the audit log keeps both."""

    organization = models.ForeignKey("workbench.Organization", models.PROTECT, related_name="+")
    rule = models.CharField(max_length=20)
    reason = models.CharField(max_length=300)
    user = models.ForeignKey("workbench.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A rule is off or it is not."""

        ordering = ("rule",)
        constraints = (models.UniqueConstraint(fields=["organization", "rule"], name="one_switch_a_rule"),)
