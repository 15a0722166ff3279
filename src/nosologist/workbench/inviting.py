"""Invitations: the code with which a person begins, or begins anew; their old ways in are gone at once."""

from __future__ import annotations

import secrets

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from nosologist.workbench import factor
from nosologist.workbench.models import User


def new_code(user: User) -> str:
    """A code with which a person begins; until then no password signs them in, and no session of theirs is open."""
    code = secrets.token_hex(6)
    user.invitation, user.invited_at = make_password(code), timezone.now()
    user.set_unusable_password()
    return code


def begin_anew(user: User) -> str:
    """A code for somebody who is known: password, recovery codes and second factor are made anew."""
    code = new_code(user)
    user.recovery = []
    user.save(update_fields=["invitation", "invited_at", "password", "recovery"])
    factor.new_factor(user)
    return code
