"""``noso code`` with procedures: the small table of axes, and what is said where no tables were added."""

from __future__ import annotations

from pathlib import Path

import pytest

from mini import PROCEDURE_TABLES, write
from nosologist.cli import main
from nosologist.codesets.compile.add import add
from nosologist.codesets.library import Books
from nosologist.codesets.shelf import Shelf

NOTE = "Procedure: Laparoscopic cholecystectomy.\nThe gallbladder was removed.\n"


@pytest.fixture
def note(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("NOSOLOGIST_BOOKS", str(shelf.folder))
    return str(write(tmp_path, "note.txt", NOTE))


def test_a_stay_without_tables_says_what_to_add(note: str, books: Books, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["code", note, "--setting", "inpatient", "--format", "csv"]) == 0
    assert "noso books add FILE" in capsys.readouterr().err
    assert main(["code", note, "--setting", "inpatient", "--format", "csv", "--no-procedures"]) == 0
    assert capsys.readouterr().err == ""
    assert main(["code", note, "--format", "csv", "--procedures"]) != 0
    assert "no ICD-10-PCS tables" in capsys.readouterr().err


def test_each_axis_is_shown_with_its_words(
    note: str, shelf: Shelf, books: Books, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add([write(tmp_path, "t.xml", PROCEDURE_TABLES)], shelf, lambda what, part: None)
    assert main(["code", note, "--setting", "inpatient"]) == 0
    shown = capsys.readouterr().out
    assert "0FT44ZZ" in shown
    assert "“Laparoscopic”" in shown
    assert "Keyhole" in shown
