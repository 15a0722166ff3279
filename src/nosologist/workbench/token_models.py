"""What else opens a door, beside passwords: tokens of programs. Tables only; what they open is decided elsewhere."""

from __future__ import annotations

import uuid

from django.db import models


class Token(models.Model):
    """Lets a program act for a person in one organization, with some of their roles, until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("workbench.User", models.PROTECT, related_name="tokens")
    organization = models.ForeignKey("workbench.Organization", models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=60)  # what it is for
    roles = models.JSONField(default=list)  # what it may, as long as the person may
    digest = models.CharField(max_length=64, unique=True)  # sha256: the token itself is shown once and kept nowhere
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True)
    used = models.DateTimeField(null=True)  # the last time, to the hour
