"""``noso code --for``: HCPCS Level II lines with their units, and what is said where no release was added."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from made_up_hcpcs import release
from mini import write
from nosologist.cli import main
from nosologist.codesets.compile.add import add
from nosologist.codesets.library import Books
from nosologist.codesets.shelf import Shelf

NOTE = "PLAN: Joint pain. Inventol 61 mg IM was given.\n"


@pytest.fixture
def note(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("NOSOLOGIST_BOOKS", str(shelf.folder))
    return str(write(tmp_path, "note.txt", NOTE))


def test_without_a_release_the_command_says_what_to_add(
    note: str, books: Books, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["code", note, "--for", "professional", "--format", "csv"]) == 0
    told = capsys.readouterr().err
    assert "no HCPCS Level II was added" in told and "noso books add FILE" in told
    assert main(["code", note, "--for", "both", "--format", "csv"]) == 0
    assert "no HCPCS Level II was added" in capsys.readouterr().err
    assert main(["code", note, "--format", "csv"]) == 0
    assert capsys.readouterr().err == ""


def test_lines_stand_in_the_table_and_in_json(
    note: str, shelf: Shelf, books: Books, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add([write(tmp_path, "HCPC2031_JAN_ANWEB.txt", release())], shelf, lambda _what, _part: None)
    assert main(["code", note, "--for", "professional"]) == 0
    shown = capsys.readouterr()
    assert "J9001" in shown.out and "61 mg: 5 units" in shown.out and shown.err == ""
    assert main(["code", note, "--for", "professional", "--format", "json"]) == 0
    lines = [line for line in json.loads(capsys.readouterr().out)[0]["codes"] if line["system"] == "hcpcs"]
    assert [(line["code"], line["units"]) for line in lines] == [("J9001", "5")]
