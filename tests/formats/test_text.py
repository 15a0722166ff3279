"""Plain-text notes as they come."""

from __future__ import annotations

from pathlib import Path

import pytest

from nosologist.errors import UnreadableNoteError
from nosologist.formats.text import LARGEST, decode, read_text_document

NOTE = "Ménière’s disease.\r\nNo fever — 38°"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(encoding: str) -> None:
    assert decode(NOTE.encode(encoding), "note") == NOTE


def test_line_endings_are_kept(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_bytes(b"a\r\nb\rc\n")
    document = read_text_document(tmp_path / "note.txt")
    assert (document.id, document.text) == ("note", "a\r\nb\rc\n")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04...", "zip"),
        (b"{\\rtf1 ...", "RTF"),
        (bytes(range(1, 32)) * 50, "binary"),
        (b"\x00\x01\x02" * 500, "binary"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, what: str) -> None:
    with pytest.raises(UnreadableNoteError, match=f"chart.txt: is .*{what}"):
        decode(content, "chart.txt")


def test_a_note_without_end_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    file.write_bytes(b"x" * (LARGEST + 1))
    with pytest.raises(UnreadableNoteError, match=r"huge\.txt: 4\.0 MB"):
        read_text_document(file)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableNoteError, match="cannot be read"):
        read_text_document(tmp_path / "absent.txt")
