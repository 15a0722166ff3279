"""The password once more, before something is made that opens doors: whoever sits at a desk left open does not know it."""

from __future__ import annotations

from typing import Any

from nosologist.errors import UsageError
from nosologist.workbench import lockout

LONGEST_PASSWORD = 1000  # characters: more would only keep the server busy


def password_again(request: Any) -> None:
    """Check the field ``password`` of a form.

    Raises:
        UsageError: it is wrong, or was wrong too often.
    """
    name = request.user.username
    if lockout.waiting(name):
        raise UsageError("Too many failures; try again later.")
    if not request.user.check_password(request.POST.get("password", "")[:LONGEST_PASSWORD]):
        lockout.failed(name)
        raise UsageError("The password is wrong.")
    lockout.succeeded(name)
