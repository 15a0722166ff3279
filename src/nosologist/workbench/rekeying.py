"""Another secret key for the server. What was made from the old one no longer counts: sessions, second factors, recovery codes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import transaction

from nosologist.workbench import audit, inviting
from nosologist.workbench.backup_file import fingerprint, private_file
from nosologist.workbench.models import User
from nosologist.workbench.place import KEY, secret_key


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """Who begins anew, with which code."""

    invited: tuple[tuple[str, str], ...]


def change_key(folder: Path) -> Rekeyed:
    """Give the server another key and invite everybody again, because nobody's second factor fits it.

    The people first, then the key: stopped between the two, everybody begins anew under the old key, and it can be done again.

    Raises:
        UsageError: the key cannot be written.
    """
    old, new = secret_key(folder), secrets.token_urlsafe(64)
    with private_file(folder / KEY, force=True) as file:  # takes its name when all below has been committed
        file.write(new.encode())
        with transaction.atomic():
            people = User.objects.select_for_update().filter(is_active=True).order_by("username")
            invited = tuple((user.username, inviting.begin_anew(user)) for user in people)
            Session.objects.all().delete()
            audit.write("key changed", user="", before=fingerprint(old), after=fingerprint(new), people=len(invited))
    return Rekeyed(invited)
