"""What is said where a reader needs a library that is not installed."""

from __future__ import annotations

from nosologist.errors import UnreadableNoteError


def missing(name: str, what: str, library: str, extra: str = "formats") -> UnreadableNoteError:
    """The error that names the extra to install."""
    return UnreadableNoteError(
        f"{name}: is {what}, and {library} is not installed; install it with: pip install 'nosologist[{extra}]'"
    )
