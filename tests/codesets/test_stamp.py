"""The noted fingerprint is the real one, and a change is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from nosologist.codesets import stamp as noted
from nosologist.codesets.releases import fingerprint, known_releases

RELEASE = known_releases()[-1]


def test_it_is_the_fingerprint_the_first_time_and_from_the_note(tmp_path: Path) -> None:
    for _ in range(2):
        assert noted.stamp(RELEASE, tmp_path) == fingerprint(RELEASE)
    assert len((tmp_path / "fingerprints.txt").read_text("utf-8").splitlines()) == 1


def test_the_note_is_used_only_while_the_files_look_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noted.stamp(RELEASE, tmp_path)
    monkeypatch.setattr(noted, "fingerprint", lambda release: "worked out")
    assert noted.stamp(RELEASE, tmp_path) == fingerprint(RELEASE)
    room = tmp_path / "room"
    room.mkdir()
    (room / "a.txt").write_text("one", "utf-8")
    monkeypatch.setattr(noted, "_ROOM", room)
    assert noted.stamp(RELEASE, tmp_path) == "worked out"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"nonsense\n\n"])
def test_a_damaged_note_is_written_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "fingerprints.txt").write_bytes(content)
    assert noted.stamp(RELEASE, tmp_path) == fingerprint(RELEASE)


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert noted.stamp(RELEASE, tmp_path / "file" / "cache") == fingerprint(RELEASE)
