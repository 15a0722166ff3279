"""Base64 as documents carry it: with line breaks, in the alphabet of URLs, without its last marks."""

from __future__ import annotations

import base64
import binascii
import re

from nosologist.formats.recognise import Kind, kind_of

_LETTERS = re.compile(r"[A-Za-z0-9+/\s]{24,}={0,2}\s*")
_LOOK = 64  # letters that show what kind of file they hold
_OF_URLS = str.maketrans("-_", "+/")


def from_base64(text: str) -> bytes:
    """The bytes.

    Raises:
        ValueError: it is no base64.
    """
    letters = "".join(text.split()).translate(_OF_URLS).rstrip("=")
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error


def is_file(text: str) -> bool:
    """True for base64 of a file whose kind its first letters tell; words are none."""
    if not _LETTERS.fullmatch(text):
        return False
    head = "".join(text[: 4 * _LOOK].split())[:_LOOK].rstrip("=")
    return kind_of(base64.b64decode(head[: len(head) // 4 * 4])) is not Kind.TEXT
