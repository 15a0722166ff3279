"""Record systems that ask through CDS Hooks: their public keys, what they signed, and the cards that they got. Tables only."""

from __future__ import annotations

from django.db import models


class RecordSystem(models.Model):
    """Signs its requests with keys of its own, in place of a token that it would have to keep; acts as the token beside it."""

    token = models.OneToOneField("workbench.Token", models.PROTECT, primary_key=True, related_name="system")
    issuer = models.CharField(max_length=200, unique=True)  # `iss`: how it names itself
    keys: models.Field = models.JSONField(default=list)  # public, as a JWKS has them
    origins: models.Field = models.JSONField(default=list)  # of web pages that may ask, https://ehr.example.org


class UsedSignature(models.Model):
    """A signed token that came: it counts once. Its line goes when the token has expired."""

    digest = models.CharField(max_length=64, primary_key=True)  # sha256 of issuer and `jti`
    until = models.DateTimeField(db_index=True)


class Card(models.Model):
    """A card that was given, so that what became of it can be counted: codes alone, no patient and no word of a record."""

    id = models.UUIDField(primary_key=True)
    organization = models.ForeignKey("workbench.Organization", models.PROTECT, related_name="+")
    day = models.DateField()
    codes: models.Field = models.JSONField()  # the id of each suggestion and its code
    accepted: models.Field = models.JSONField(default=list)  # codes
    outcome = models.CharField(max_length=10, blank=True)  # accepted, overridden; empty: nothing was heard
    reason = models.CharField(max_length=30, blank=True)  # why it was overridden, one of ours

    class Meta:
        """Counted by organization and day."""

        indexes = (models.Index(fields=["organization", "day"], name="cards_by_day"),)
