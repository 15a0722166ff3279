"""Tokens and record systems for programs: listed and ended. New ones are made at the desk, where a person gives the password."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.http import Http404
from ninja import Router, Schema
from pydantic import Field

from nosologist.workbench import record_systems as systems
from nosologist.workbench.acting import actor_of
from nosologist.workbench.api.fields import Strict
from nosologist.workbench.screens.record_systems import systems_of
from nosologist.workbench.tokens import revoke, tokens_of

router = Router(tags=["people"])


class TokenRow(Schema):
    """A token; the secret itself is kept nowhere."""

    id: uuid.UUID
    name: str
    user: str
    roles: list[str]
    created: datetime
    expires: datetime
    revoked: datetime | None
    used: datetime | None  # the last time, to the hour


class RevokeIn(Strict):
    """A token that ends."""

    revoke: uuid.UUID


class SystemRow(Schema):
    """A record system that signs its requests."""

    name: str
    issuer: str
    keys: list[str]  # names of its public keys
    origins: list[str]
    registered_by: str
    expires: datetime


class EndIn(Strict):
    """A record system that ends."""

    end: str = Field(min_length=1, max_length=200, description="its issuer")


@router.get("/tokens", response=list[TokenRow], url_name="api-tokens")
def tokens(request: Any) -> Any:
    """The person's tokens in this organization, newest first; a manager's program sees those of all its people."""
    return [
        _token(one) for one in tokens_of(request.membership).select_related("user").order_by("-created", "id")[:200]
    ]


@router.post("/tokens", response=TokenRow, url_name="api-tokens")
def end_token(request: Any, sent: RevokeIn) -> Any:
    """End a token at once and for good, the one that asks too."""
    found = tokens_of(request.membership).select_related("user").filter(id=sent.revoke).first()
    if found is None:
        raise Http404
    revoke(found, request.user.username, request.token.name)
    found.refresh_from_db()
    return _token(found)


@router.get("/record-systems", response=list[SystemRow], url_name="api-record-systems")
def record_systems(request: Any) -> Any:
    """The record systems that may ask for suggestions (CDS Hooks)."""
    return [_system(one) for one in systems_of(request).order_by("token__created")]


@router.post("/record-systems", response=list[SystemRow], url_name="api-record-systems")
def end_system(request: Any, sent: EndIn) -> Any:
    """End a record system: its signatures no longer count. Those that are left."""
    found = systems_of(request).filter(issuer=sent.end).first()
    if found is None:
        raise Http404
    systems.end(found, actor_of(request).user.username, request.token.name)
    return record_systems(request)


def _token(one: Any) -> dict[str, Any]:
    return {
        "id": one.id, "name": one.name, "user": one.user.username, "roles": one.roles, "created": one.created,
        "expires": one.expires, "revoked": one.revoked, "used": one.used,
    }  # fmt: skip


def _system(one: Any) -> dict[str, Any]:
    return {
        "name": one.token.name, "issuer": one.issuer, "keys": [key["kid"] for key in one.keys], "origins": one.origins,
        "registered_by": one.token.user.username, "expires": one.token.expires,
    }  # fmt: skip
