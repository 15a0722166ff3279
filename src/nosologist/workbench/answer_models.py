"""What payers said of claims, as it was read from their files: each answer whole, and short facts that reports count."""

from __future__ import annotations

from typing import Any

from django.db import models


class Remitted(models.Model):
    """A payment that was read, so that the same one in another file is not counted again."""

    organization = models.ForeignKey("workbench.Organization", models.PROTECT, related_name="+")
    intake = models.ForeignKey("workbench.Intake", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)  # of payer, payee, trace, day and amount

    class Meta:
        """One row for a payment."""

        constraints = (models.UniqueConstraint(fields=["organization", "digest"], name="one_payment"),)


class PayerAnswer(models.Model):
    """A payer's decision on a claim (835), or where the claim stands on its way (277CA).

    A chart is found by the number of its claim when it is asked for, so that it may come in, or be renumbered, later.
    """

    DECISION, STATUS = "835", "277"

    organization = models.ForeignKey("workbench.Organization", models.PROTECT, related_name="+")
    intake = models.ForeignKey("workbench.Intake", models.PROTECT, related_name="answers")
    place = models.IntegerField()  # among the answers of its files: whoever reads them again makes none twice
    kind = models.CharField(max_length=3)
    claim = models.CharField(max_length=50)  # the provider's number of the claim, as ``claim_number`` writes it
    day = models.DateField()  # of the notice; where it has none, the day when the file came in
    outcome = models.CharField(max_length=20)
    payer = models.CharField(max_length=80)
    charged = models.BigIntegerField(default=0)  # cents, as the two below
    paid = models.BigIntegerField(default=0)
    denied = models.BigIntegerField(default=0)
    deadline = models.DateField(null=True)  # last day of the appeal that is open
    content: Any = models.JSONField()  # the answer, as ``keeping`` packs it
    settled = models.CharField(max_length=12, default="", blank=True)  # written off, resolved; empty while it waits

    @property
    def charged_dollars(self) -> str:
        """The charge as people read it."""
        return f"{self.charged / 100:,.2f}"

    @property
    def denied_dollars(self) -> str:
        """What the denials took, as people read it."""
        return f"{self.denied / 100:,.2f}"

    class Meta:
        """Lists ask by organization and outcome, pages of charts by the number of the claim."""

        constraints = (models.UniqueConstraint(fields=["intake", "place"], name="one_answer_a_place"),)
        indexes = (
            models.Index(fields=["organization", "claim", "day", "id"], name="answers_of_a_claim"),
            models.Index(fields=["organization", "outcome", "deadline"], name="answers_by_deadline"),
            models.Index(
                fields=["organization", "day", "settled", "denied"],
                condition=~models.Q(settled=""),
                name="settled_by_day",
            ),
            models.Index(
                fields=["organization", "kind", "day", "outcome", "charged", "paid", "denied", "settled"],
                name="answers_by_day",
            ),
        )


class DenialFact(models.Model):
    """How a decision counts in one row of the denials report. Holds no word of a chart."""

    answer = models.ForeignKey(PayerAnswer, models.CASCADE, related_name="facts")
    organization = models.ForeignKey("workbench.Organization", models.PROTECT, related_name="+")
    day = models.DateField()
    by = models.CharField(max_length=10)
    key = models.CharField(max_length=60)
    decided = models.IntegerField()  # lines, where it counts codes; else 1
    denied = models.IntegerField()
    cents = models.BigIntegerField()  # that the denials took

    class Meta:
        """Reports count all of a period at once."""

        indexes = (
            models.Index(
                fields=["organization", "day", "by", "key", "decided", "denied", "cents"], name="denials_by_day"
            ),
        )


class AppealTerm(models.Model):
    """The days that a contract gives for an appeal to a payer; they go before the general ones."""

    organization = models.ForeignKey("workbench.Organization", models.PROTECT, related_name="+")
    payer = models.CharField(max_length=80)  # part of its name in the 835
    days = models.IntegerField()  # from the day of the notice
    source = models.CharField(max_length=120)
    user = models.ForeignKey("workbench.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """One for a payer."""

        ordering = ("payer",)
        constraints = (models.UniqueConstraint(fields=["organization", "payer"], name="one_term_a_payer"),)
