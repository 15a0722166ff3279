"""Names of things as people read them on the desk, where the program's own are written otherwise."""

from __future__ import annotations

_SETTINGS = {"ed": "ED", "same-day-surgery": "same-day surgery"}


def setting_said(setting: str) -> str:
    """A setting as coders write it."""
    return _SETTINGS.get(setting, setting)
