"""Plain-text notes: UTF-8, UTF-16 or Windows-1252, any line endings. The text is kept as it is; offsets count its characters."""

from __future__ import annotations

import codecs
from pathlib import Path

from nosologist.errors import UnreadableNoteError
from nosologist.model.document import Document

LARGEST = 4_000_000  # bytes; a longer text is not one note
_MOST_CONTROLS = 0.02  # share of control characters above which a text is no text
_PLAIN_CONTROLS = frozenset("\t\n\r\f\v\x1b\x85")
_SIGNATURES = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a Word or zip file",
    b"{\\rtf": "an RTF file",
    b"\x89PNG": "a PNG image",
}


def read_text_document(path: Path) -> Document:
    """Read a file as one note; its name without ending is the document's id.

    Raises:
        UnreadableNoteError: the file is missing, too large or no text.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise UnreadableNoteError(_too_large(str(path), size))
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableNoteError(
            f"{path}: cannot be read ({error.strerror}); check the name and your rights"
        ) from error
    return Document(path.stem, decode(data, str(path)))


def decode(data: bytes, name: str, largest: int = LARGEST) -> str:
    """Decode a note, or what carries notes. ``name`` is how the source is called in messages, ``largest`` is in bytes.

    Raises:
        UnreadableNoteError: the bytes are too many or no text.
    """
    if len(data) > largest:
        raise UnreadableNoteError(_too_large(name, len(data), largest))
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise UnreadableNoteError(f"{name}: is {what}, not plain text; save the note as text first")
    text = _decoded(data)
    controls = sum(1 for character in text if character < " " and character not in _PLAIN_CONTROLS)
    if controls > len(text) * _MOST_CONTROLS:
        raise UnreadableNoteError(
            f"{name}: is binary, not text ({controls} control characters); save the note as text first"
        )
    return text


def _too_large(name: str, size: int, largest: int = LARGEST) -> str:
    return f"{name}: {size / 1e6:.1f} MB is more than one note ({largest / 1e6:.0f} MB at most); split it into its documents"


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if data.startswith(codecs.BOM_UTF8):
        return data.decode("utf-8-sig", "replace")
    if guessed := _utf16_without_mark(data):
        return data.decode(guessed, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            return data.decode("latin-1")


def _utf16_without_mark(data: bytes) -> str | None:
    """Western text in UTF-16 has a zero in nearly every other byte."""
    sample = data[:4096]
    half = len(sample) // 2
    if half < 2 or len(data) % 2:
        return None
    if sample[1::2].count(0) > 0.8 * half and sample[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.8 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None
