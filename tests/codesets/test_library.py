"""The library: compiled once, the same bytes, safe together, rebuilt when damaged."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from nosologist.codesets.compile import release as compiler
from nosologist.codesets.compile import search_apart
from nosologist.codesets.compile.release import compile_release
from nosologist.codesets.library import Library
from nosologist.codesets.releases import fingerprint, known_releases
from nosologist.errors import BookError

COMPILE = """import sys
from pathlib import Path
from nosologist.codesets.library import Library
Library(Path(sys.argv[1])).in_force()"""


def test_two_compilations_give_the_same_bytes_by_one_process_or_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = known_releases()[-1]
    files = [tmp_path / "apart.sqlite", tmp_path / "alone.sqlite"]

    def write(file: Path) -> None:
        compile_release(release, file, fingerprint(release), lambda what, part: None)

    with monkeypatch.context() as patch:  # were the second process to fail, this one would be asked
        patch.setattr(search_apart.os, "cpu_count", lambda: 2)
        patch.setattr(search_apart, "write_search", None)
        write(files[0])
    with monkeypatch.context() as patch:
        patch.setattr(search_apart, "_begun", lambda *_: None)
        write(files[1])
    assert files[0].read_bytes() == files[1].read_bytes()
    assert sorted(tmp_path.iterdir()) == sorted(files)


def test_two_processes_may_start_at_once(tmp_path: Path) -> None:
    both = [subprocess.Popen([sys.executable, "-c", COMPILE, str(tmp_path)], stderr=subprocess.PIPE) for _ in range(2)]
    for process in both:
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors.decode()
    assert len(list(tmp_path.glob("*.sqlite"))) == 1
    assert not list(tmp_path.glob("*.part*"))


@pytest.mark.parametrize("damage", ["cut", "flip", "no seal"])
def test_a_damaged_file_is_compiled_again(tmp_path: Path, damage: str) -> None:
    library = Library(tmp_path)
    library.in_force()
    [file] = tmp_path.glob("*.sqlite")
    whole = file.read_bytes()
    if damage == "cut":
        file.write_bytes(whole[: len(whole) // 2])
    elif damage == "flip":
        file.write_bytes(whole[:100_000] + b"\xff" * 100 + whole[100_100:])
    else:
        file.with_suffix(".seal").unlink()
    assert Library(tmp_path).in_force().tabular.is_valid("I10")
    assert file.read_bytes() == whole


def test_the_release_follows_the_date() -> None:
    library = Library()
    assert library.in_force(date(2026, 4, 1)).releases == ("icd10cm:2026-04",)
    with pytest.raises(BookError, match="2019-01-01"):
        library.in_force(date(2019, 1, 1))


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(BookError, match="NOSOLOGIST_CACHE"):
        Library(blocked / "cache").in_force()


def test_a_full_disk_is_told_and_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release = known_releases()[-1]

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(compiler, "_write_tabular", full)
    with pytest.raises(BookError, match=r"disk is full.*NOSOLOGIST_CACHE"):
        compile_release(release, tmp_path / "a.sqlite", "mark", lambda what, part: None)
    assert not list(tmp_path.iterdir())
