"""What is kept: organizations, their people and charts, each decision on a chart, and the audit log."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction

from nosologist.workbench import worklist_models
from nosologist.workbench.acknowledgement_models import Acknowledgement as Acknowledgement
from nosologist.workbench.acknowledgement_models import TakenOut as TakenOut
from nosologist.workbench.answer_models import AppealTerm as AppealTerm
from nosologist.workbench.answer_models import DenialFact as DenialFact
from nosologist.workbench.answer_models import PayerAnswer as PayerAnswer
from nosologist.workbench.answer_models import Remitted as Remitted
from nosologist.workbench.both_models import BothClaims as BothClaims
from nosologist.workbench.charge_models import UsualCharge as UsualCharge
from nosologist.workbench.intake_models import Intake as Intake
from nosologist.workbench.intake_models import IntakeFile as IntakeFile
from nosologist.workbench.passkey_models import Passkey as Passkey
from nosologist.workbench.practice_models import Practice as Practice
from nosologist.workbench.privacy_models import BreakGlass as BreakGlass
from nosologist.workbench.reading_models import Original as Original
from nosologist.workbench.reading_models import Seen as Seen
from nosologist.workbench.record_system_models import Card as Card
from nosologist.workbench.record_system_models import RecordSystem as RecordSystem
from nosologist.workbench.record_system_models import UsedSignature as UsedSignature
from nosologist.workbench.report_models import Finished as Finished
from nosologist.workbench.report_models import Outcome as Outcome
from nosologist.workbench.roles import Role
from nosologist.workbench.rule_switch_models import RuleSwitch as RuleSwitch
from nosologist.workbench.settling_models import Settling as Settling
from nosologist.workbench.token_models import Token as Token
from nosologist.workbench.wording import setting_said


class Organization(models.Model):
    """A client whose charts no other client's people see."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)


class People(BaseUserManager):
    """Finds users by name, whatever its case."""

    def get_by_natural_key(self, username: str) -> User:
        """The user of this name."""
        found: User = self.get(username=username.strip().lower())
        return found


class User(AbstractBaseUser):
    """A person who signs in: name and password, and a second factor whose secret is made from the server's key."""

    username = models.CharField(max_length=60, unique=True)
    is_active = models.BooleanField(default=True)
    factor = models.CharField(max_length=64, blank=True)  # what the secret is made from, with the key of the server
    factor_confirmed = models.BooleanField(default=False)
    factor_step = models.BigIntegerField(default=0)  # the last half minute whose number was used: none counts twice
    recovery = models.JSONField(default=list)  # hashes of the recovery codes that are left
    invitation = models.CharField(max_length=128, blank=True)  # hash of the code with which a new user begins
    invited_at = models.DateTimeField(null=True)
    contrast = models.CharField(max_length=10, blank=True)  # of the pages: "" light, dark, high
    letters = models.SmallIntegerField(default=100)  # their size in percent
    single_keys = models.BooleanField(default=True)  # one letter acts; people who speak to their computer turn it off

    objects = People()
    USERNAME_FIELD = "username"


class Membership(models.Model):
    """The roles of a user in an organization."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships")
    roles = models.JSONField(default=list)

    class Meta:
        """One row for a person in an organization."""

        constraints = (models.UniqueConstraint(fields=["user", "organization"], name="one_membership"),)

    @property
    def held(self) -> frozenset[Role]:
        """The roles."""
        return frozenset(Role(role) for role in self.roles)


class Chart(models.Model):
    """An encounter with its documents and what the engine suggested.

    What became of it is in its decisions; ``status``, ``claimed_by``, ``codes`` and ``last`` repeat what they add up to, so
    that worklists need not read them.
    """

    OPEN, FINAL = "open", "final"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="charts")
    name = models.CharField(max_length=200)
    setting = models.CharField(max_length=20)
    date = models.DateField(null=True)
    age = models.IntegerField(null=True)
    sex = models.CharField(max_length=10, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=10, default=OPEN)
    claimed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="charts")
    codes = models.IntegerField(default=0)
    last = models.IntegerField(default=0)  # the number of the last decision
    # The long columns stand last, so that lists need not read over them.
    documents: Any = models.JSONField()  # id, kind, author, written, format, text
    suggested: Any = models.JSONField()  # the JSON contract of `noso code`
    facts: Any = models.JSONField(default=list)  # results, vital signs, medications that stand in fields

    class Meta:
        """Worklists ask by organization and status, oldest first; counts are answered by the index alone."""

        indexes = (models.Index(fields=["organization", "status", "created", "claimed_by"], name="worklist"),)

    def save(self, *args: Any, **options: Any) -> None:
        """Keep it, and its line of the worklist with it."""
        with transaction.atomic(savepoint=False):
            super().save(*args, **options)
            worklist_models.follow(self)

    @property
    def setting_said(self) -> str:
        """The setting as coders write it."""
        return setting_said(self.setting)


class Decision(models.Model):
    """One decision of a person about a chart. Rows are added, never changed."""

    id = models.UUIDField(primary_key=True)  # made by the browser: the same decision sent twice is one row
    chart = models.ForeignKey(Chart, models.PROTECT, related_name="decisions")
    number = models.IntegerField()  # 1, 2, 3 ... in the chart
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=12)
    data: Any = models.JSONField(default=dict)

    class Meta:
        """Two decisions never have one number: the second coder is told instead."""

        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["chart", "number"], name="one_decision_a_number"),)


class ProviderQuery(models.Model):
    """A question to a provider about a chart. What became of it is in its events; the columns repeat what lists ask for."""

    id = models.UUIDField(primary_key=True)  # made by the browser
    chart = models.ForeignKey(Chart, models.PROTECT, related_name="queries")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    provider = models.CharField(max_length=120, blank=True)
    sent = models.DateTimeField(null=True)
    due = models.DateField(null=True)
    last = models.IntegerField(default=0)  # the number of the last event

    class Meta:
        """Lists ask by organization and status, the oldest question first."""

        indexes = (models.Index(fields=["organization", "status", "sent"], name="open_queries"),)

    @classmethod
    def waiting(cls, chart: Chart) -> list[str]:
        """The ids of the queries of a chart to which a provider owes an answer, the oldest first."""
        found = cls.objects.filter(chart=chart, status="sent").order_by("sent").values_list("id", flat=True)
        return [str(id) for id in found]


class QueryEvent(models.Model):
    """What a person did with a query: drafted, sent, answered ... Rows are added, never changed."""

    id = models.UUIDField(primary_key=True)  # made by the browser: the same event sent twice is one row
    query = models.ForeignKey(ProviderQuery, models.PROTECT, related_name="events")
    number = models.IntegerField()  # 1, 2, 3 ... of the query
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    act = models.CharField(max_length=12)
    data: Any = models.JSONField(default=dict)

    class Meta:
        """Two events never have one number: the second person is told instead."""

        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["query", "number"], name="one_event_a_number"),)


class AuditEntry(models.Model):
    """One line of the audit log; ``digest`` covers the line and the digest of the line before."""

    number = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=32)  # as it was hashed
    user = models.CharField(max_length=60)
    organization = models.CharField(max_length=36)
    action = models.CharField(max_length=30)
    subject = models.CharField(max_length=36)  # the id of a chart, or empty
    detail = models.TextField()  # canonical JSON
    before = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        """In order."""

        ordering = ("number",)
        indexes = (
            models.Index(fields=["organization", "subject", "number"], name="audit_of_a_chart"),
            models.Index(fields=["organization", "user", "number"], name="audit_of_a_person"),
            models.Index(fields=["organization", "number"], name="audit_in_order"),
        )


class Failures(models.Model):
    """How often in a row signing in failed under a name, whether or not there is such a user."""

    name = models.CharField(max_length=64, primary_key=True)  # sha256 of the name
    count = models.IntegerField(default=0)
    last = models.DateTimeField()
