"""The public keys of passkeys. The private ones never leave the devices of their people."""

from __future__ import annotations

from django.db import models


class Passkey(models.Model):
    """A device or key of a person that signs in as the second factor."""

    credential = models.CharField(max_length=1400, unique=True)  # its id, base64url
    user = models.ForeignKey("workbench.User", models.PROTECT, related_name="passkeys")
    place = models.CharField(max_length=253)  # the host name for which it was made; it answers to no other
    name = models.CharField(max_length=60)
    public_key = models.BinaryField()
    count = models.BigIntegerField(default=0)  # of signatures, where the device counts: a copy would be behind
    created = models.DateTimeField(auto_now_add=True)
    used = models.DateTimeField(null=True)
