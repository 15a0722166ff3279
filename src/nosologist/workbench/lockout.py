"""Signing in fails more slowly each time: after five failures in a row a name waits, twice as long after each further one."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from nosologist.workbench.models import Failures

_FREE = 5
_FIRST_WAIT, _LONGEST_WAIT = 30, 3600  # seconds
_FORGOTTEN = timedelta(days=1)


def waiting(username: str) -> int:
    """Seconds for which nobody can sign in under this name; 0 where one may try."""
    failures = Failures.objects.filter(name=_name(username)).first()
    if failures is None or failures.count < _FREE:
        return 0
    wait = min(_FIRST_WAIT * 2 ** min(failures.count - _FREE, 12), _LONGEST_WAIT)
    left = failures.last + timedelta(seconds=wait) - timezone.now()
    return max(0, int(left.total_seconds() + 0.999))


def failed(username: str) -> None:
    """Count a failure."""
    now = timezone.now()
    with transaction.atomic():
        row, _ = Failures.objects.select_for_update().get_or_create(name=_name(username), defaults={"last": now})
        row.count = 1 if now - row.last > _FORGOTTEN else row.count + 1
        row.last = now
        row.save()


def succeeded(username: str) -> None:
    """Begin to count anew."""
    Failures.objects.filter(name=_name(username)).delete()


def _name(username: str) -> str:
    return hashlib.sha256(username.strip().lower().encode()).hexdigest()
