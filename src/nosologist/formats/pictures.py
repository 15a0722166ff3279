"""Pictures: what their file may be called, and the library that draws them."""

from __future__ import annotations

from pathlib import Path

from nosologist.errors import UsageError

_ENDINGS = (".svg", ".png")


def check_picture(path: Path) -> None:
    """Fail before the work is done where a picture could not be drawn.

    Raises:
        UsageError: the file's ending is neither .svg nor .png, or matplotlib is not installed.
    """
    if path.suffix.lower() not in _ENDINGS:
        raise UsageError(f"{path}: a picture ends in .svg or .png")
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        raise UsageError(f"{path}: a picture needs matplotlib: pip install 'nosologist[plots]'") from None
