"""How long a session lasts: it ends when nobody does anything (`configure.IDLE_SECONDS`), and a working day after both factors.
And which sessions of a person are open, so that they can end them."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

LONGEST = 12 * 3600  # seconds after which both factors are asked for again, however busy somebody is
_OPENED, _BROWSER = "factor", "browser"  # in the session: when the second factor was given, and with what
_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "Macintosh", "CrOS", "Linux")


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session of a person; ``handle`` names it without opening it."""

    handle: str
    since: datetime
    last: datetime
    browser: str
    is_here: bool


def begin(request: Any) -> None:
    """Both factors were given just now."""
    request.session[_OPENED] = time.time()
    request.session[_BROWSER] = browser_in(request.headers.get("User-Agent", ""))


def is_open(request: Any) -> bool:
    """True for somebody who gave both factors, and not too long ago."""
    return request.user.is_authenticated and time.time() - request.session.get(_OPENED, 0) < LONGEST


def of(user: Any, here: str = "") -> list[OpenSession]:
    """The open sessions of a person, the last used first; ``here`` is the key of the one that asks."""
    found = (_told(row, held, here) for row, held in _rows(user))
    return sorted(found, key=lambda one: (one.is_here, one.last), reverse=True)


def end(user: Any, handles: Collection[str] | None = None, but: str = "") -> int:
    """End sessions of a person, those of the handles or all; never the one whose key is ``but``. How many there were."""
    keys = [
        row.session_key
        for row, _ in _rows(user)
        if row.session_key != but and (handles is None or _handle(row.session_key) in handles)
    ]
    return int(Session.objects.filter(session_key__in=keys).delete()[0])


def browser_in(agent: str) -> str:
    """What a browser calls itself, in two words: Firefox on Windows."""
    name = next((name for sign, name in _BROWSERS if sign in agent), "A browser")
    system = next((one for one in _SYSTEMS if re.search(rf"\b{one}\b", agent)), "")
    return f"{name} on {system}" if system else name


def _rows(user: Any) -> Iterator[tuple[Session, dict[str, Any]]]:
    """The rows of a person's sessions. All that have not expired are read: so many as there are people at their desks."""
    for row in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        held = row.get_decoded()
        if held.get(SESSION_KEY) == str(user.pk) and time.time() - held.get(_OPENED, 0) < LONGEST:
            yield row, held


def _told(row: Session, held: dict[str, Any], here: str) -> OpenSession:
    last = row.expire_date - timedelta(seconds=settings.SESSION_COOKIE_AGE)  # each request moves its end
    since = datetime.fromtimestamp(held[_OPENED], UTC)
    return OpenSession(_handle(row.session_key), since, last, held.get(_BROWSER, ""), row.session_key == here)


def _handle(key: str) -> str:
    return hashlib.sha256(f"session {key}".encode()).hexdigest()[:20]
