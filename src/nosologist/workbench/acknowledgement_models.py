"""Claims as they left in files, and what receivers said of those files; control numbers join both when they are asked for."""

from __future__ import annotations

from typing import Any

from django.db import models


class TakenOut(models.Model):
    """A claim that was taken out as an 837, under the control number of its file (ISA13, and GS06 of its one group)."""

    organization = models.ForeignKey("workbench.Organization", models.PROTECT, related_name="+")
    chart = models.ForeignKey("workbench.Chart", models.CASCADE, related_name="taken_out")
    control = models.BigIntegerField()
    format = models.CharField(max_length=10)
    user = models.ForeignKey("workbench.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """A number is given once."""

        constraints = (models.UniqueConstraint(fields=["organization", "control"], name="one_file_a_number"),)


class Acknowledgement(models.Model):
    """What a receiver said of a file: a TA1 of the interchange, a 999 of the group or of the claims in it, a 277CA of the batch."""

    ACCEPTED, ERRORS, PARTLY, REFUSED = "accepted", "accepted with errors", "accepted in part", "refused"

    organization = models.ForeignKey("workbench.Organization", models.PROTECT, related_name="+")
    intake = models.ForeignKey("workbench.Intake", models.CASCADE, related_name="acknowledgements")
    digest = models.CharField(max_length=64)  # of the content: the same one in another file is no second one
    kind = models.CharField(max_length=12)  # TA1, 999 group, 999 set, 277CA file
    outcome = models.CharField(max_length=20)
    control = models.CharField(max_length=50)  # of what is answered, as it was written
    number = models.BigIntegerField(
        null=True
    )  # the same as a number; none where it is none, or the answer is not to claims
    day = models.DateField()  # of the answer; where it has none, the day when the file came in
    content: Any = models.JSONField()  # the answer, as ``keeping`` packs it

    class Meta:
        """Pages of charts ask by number, lists for the newest."""

        constraints = (models.UniqueConstraint(fields=["organization", "digest"], name="one_acknowledgement"),)
        indexes = (
            models.Index(fields=["organization", "number"], name="acknowledged_number"),
            models.Index(fields=["organization", "-day", "-id"], name="acknowledged_lately"),
        )
