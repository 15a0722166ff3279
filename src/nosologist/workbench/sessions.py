"""How long a session lasts: it ends when nobody does anything (`configure.IDLE_SECONDS`), and a working day after both factors."""

from __future__ import annotations

import time
from typing import Any

LONGEST = 12 * 3600  # seconds after which both factors are asked for again, however busy somebody is
_OPENED = "factor"  # in the session: when the second factor was given


def begin(request: Any) -> None:
    """Both factors were given just now."""
    request.session[_OPENED] = time.time()


def is_open(request: Any) -> bool:
    """True for somebody who gave both factors, and not too long ago."""
    return request.user.is_authenticated and time.time() - request.session.get(_OPENED, 0) < LONGEST
