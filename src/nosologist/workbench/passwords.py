"""What makes a password weak: it is guessed soon, or it stands in a list of breached ones. All of it is asked on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from nosologist.workbench import breached

_SAFE = 3  # of 4, as zxcvbn counts: more than 10^8 guesses, even for who knows the lists
_LONGEST = 72  # characters that are looked at; what is longer is no weaker


class HardToGuess:
    """Refuses what the ways of guessing find soon: known passwords, words, names and dates, rows of keys, and their mixtures."""

    def validate(self, password: str, user: Any = None) -> None:
        """Measure it with zxcvbn and its lists; the person's name, ours and that of the organization count as known words."""
        from zxcvbn import zxcvbn  # its lists take a moment

        found = zxcvbn(password[:_LONGEST], _words_about(user))
        if found["score"] < _SAFE:
            warning = found["feedback"]["warning"] or "It is made of what others try first."
            raise ValidationError(f"This password is easy to guess. {warning.rstrip('.')}.")

    def get_help_text(self) -> str:
        """What is wanted."""
        return "Several words that do not belong together are hard to guess."


class NotBreached:
    """Refuses what stands in the list that the place of operation gave, where it gave one."""

    def __init__(self, file: str | None = None) -> None:
        self._file = Path(file) if file else None

    def validate(self, password: str, user: Any = None) -> None:
        """Look it up; with a list that cannot be read no password is set."""
        try:
            if self._file is None or not breached.is_listed(self._file, password):
                return
        except (OSError, ValueError):
            raise ValidationError(
                "The list of breached passwords cannot be read, so no password can be set; tell who runs this server."
            ) from None
        raise ValidationError("This password stands in lists that thieves have; choose one that you use nowhere else.")

    def get_help_text(self) -> str:
        """What is wanted."""
        return "A password that you use nowhere else."


def _words_about(user: Any) -> list[str]:
    words = ["nosologist", "workbench"]
    if user is None:
        return words
    names = [user.username]
    if user.pk:
        names += user.memberships.values_list("organization__name", flat=True)
    for name in names:
        words += [name, name.replace(" ", ""), *name.split()]
    return words
