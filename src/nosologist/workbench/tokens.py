"""Tokens: a program shows one with each request. It never does more than the person who made it, who can take it back."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from nosologist.workbench import audit
from nosologist.workbench.models import Membership
from nosologist.workbench.roles import READERS, Role
from nosologist.workbench.token_models import Token

DAYS = (30, 90, 365)  # for how long one may count
_BEGINS = "noso_"  # so that scanners for secrets find one that got into a file
_NOTED_EACH = timedelta(hours=1)


def lendable(held: frozenset[Role]) -> frozenset[Role]:
    """The roles that a person can give to a token: their own, and reading where they may read."""
    return held | {Role.READER} if held & READERS else held


def new_token(membership: Membership, name: str, roles: Iterable[Role], days: int) -> tuple[Token, str]:
    """Make a token; the second part is what the program shows. It is told this once."""
    shown = _BEGINS + secrets.token_urlsafe(32)
    wanted = sorted(lendable(membership.held) & set(roles))
    with transaction.atomic():
        token = Token.objects.create(
            user=membership.user, organization=membership.organization, name=name, roles=wanted, digest=_digest(shown),
            expires=timezone.now() + timedelta(days=days),
        )  # fmt: skip
        audit.write(
            "token made", user=membership.user.username, organization=membership.organization_id, token=name, roles=wanted,
            until=token.expires.date(),
        )  # fmt: skip
    return token, shown


def tokens_of(membership: Membership) -> QuerySet[Token]:
    """A person's tokens in an organization; for a manager those of all its people."""
    mine = Token.objects.filter(organization=membership.organization)
    return mine if Role.MANAGER in membership.held else mine.filter(user=membership.user)


def revoke(token: Token, by: str, through: str = "") -> None:
    """End a token, at once and for good; ``through`` names the token of the program that asks."""
    with transaction.atomic():
        if Token.objects.filter(pk=token.pk, revoked=None).update(revoked=timezone.now()):
            told = {"through": through} if through else {}
            audit.write("token revoked", user=by, organization=token.organization_id, token=token.name, **told)


def presented(request: Any) -> Token | None:
    """The token of ``Authorization: Bearer``, where it counts."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given.startswith(_BEGINS) or len(given) > 100:
        return None
    now = timezone.now()
    found: Token | None = (
        Token.objects.select_related("user")
        .filter(digest=_digest(given.strip()), revoked=None, expires__gt=now, user__is_active=True)
        .first()
    )
    if found is not None:
        _note_use(found, now)
    return found


def membership_of(token: Token) -> Membership | None:
    """What the token may: roles that it was given and that the person still has."""
    found: Membership | None = (
        token.user.memberships.select_related("organization", "user").filter(organization=token.organization_id).first()
    )
    if found is not None:
        found.roles = sorted(lendable(found.held) & set(token.roles))  # never saved
    return found


def _note_use(token: Token, now: datetime) -> None:
    long_ago = Q(used=None) | Q(used__lt=now - _NOTED_EACH)
    if token.used is None or token.used < now - _NOTED_EACH:
        Token.objects.filter(long_ago, pk=token.pk).update(used=now)


def _digest(shown: str) -> str:
    """A token has 256 random bits: a plain digest cannot be turned back."""
    return hashlib.sha256(shown.encode()).hexdigest()
