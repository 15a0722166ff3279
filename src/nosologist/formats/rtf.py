"""RTF notes, read with striprtf."""

from __future__ import annotations

import re

from nosologist.errors import UnreadableNoteError
from nosologist.formats.extra import missing

_ESCAPED = re.compile(rb"\\[{}\\]")


def rtf_text(data: bytes, name: str) -> str:
    """The text of an RTF file; pictures, styles and document properties are left out.

    Raises:
        UnreadableNoteError: the file is cut short, holds no text, or the library that reads it is not installed.
    """
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError as error:
        raise missing(name, "RTF", "striprtf") from error
    _check_whole(data, name)
    try:
        text: str = rtf_to_text(  # type: ignore[no-untyped-call]
            data.decode("cp1252", "replace"), encoding="cp1252", errors="replace"
        )
    except Exception as error:  # the library states no errors of its own
        raise UnreadableNoteError(f"{name}: RTF that cannot be read ({type(error).__name__}); save it again") from error
    if not text.strip():
        raise UnreadableNoteError(f"{name}: an RTF file without text")
    return text.strip()


def _check_whole(data: bytes, name: str) -> None:
    """Every group of an RTF file is closed; in a file cut short one is not, and a part of the chart would be lost."""
    if b"\\bin" in data:
        return  # raw bytes may hold any brace
    plain = _ESCAPED.sub(b"", data)
    unclosed = plain.count(b"{") - plain.count(b"}")
    if unclosed > 0:
        raise UnreadableNoteError(
            f"{name}: byte {len(data)}: the RTF file ends with {unclosed} groups still open: it is cut short; fetch it again"
        )
