"""``noso build``: words, tables, keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mini import DEFINITIONS, PCS_INDEX, TABLES, write
from nosologist.cli import keys, main
from nosologist.cli.build import _by_keys
from nosologist.codesets.compile.add import add
from nosologist.codesets.procedures import Procedures
from nosologist.codesets.shelf import Shelf


@pytest.fixture
def filled(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.setenv("NOSOLOGIST_BOOKS", str(shelf.folder))
    texts = {"t.xml": TABLES, "d.xml": DEFINITIONS, "i.xml": PCS_INDEX}
    add([write(tmp_path, name, text) for name, text in texts.items()], shelf, lambda what, part: None)
    return shelf


def test_words_a_table_and_a_code(filled: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "smoothing", "of", "top,", "open"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("0QT00ZZ  Planing, Table Top, Open, No Device, No Qualifier\n")
    assert "Planing: Making flat" in shown
    assert main(["build", "0qt10"]) == 0
    assert "6 Device: J Glue  K Nail  Z No Device" in capsys.readouterr().out
    assert main(["build", "0QT13JZ"]) == 0
    assert "0QT13JZ is no legal code of icd10pcs:2030-10" in capsys.readouterr().out
    assert main(["build", "0QT10JZ", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["legal"] is True
    assert main(["build", "smoothing", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["pattern"] == "0QT...Z"
    assert main(["build", "juggling"]) == 0
    assert "nothing in the Index" in capsys.readouterr().err


def test_mistakes_are_told(filled: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, message in (
        (["build"], "it needs a terminal"),
        (["build", "smoothing", "--date", "soon"], "is no date"),
        (["build", "smoothing", "--date", "2029-01-01"], "no ICD-10-PCS tables for 2029-01-01"),
    ):
        assert main(arguments) == 2
        assert message in capsys.readouterr().err


def test_one_key_a_column(filled: Shelf, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    pressed = iter(["0", "q", "T", "9", "0", keys.BACK, "1", "0", "k"])  # 9 is no value
    monkeypatch.setattr(keys, "read_key", lambda: next(pressed))
    assert _by_keys(Procedures(filled)) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0QT10KZ  Planing, Chair Leg, Open, Nail, No Qualifier"
    assert next(pressed, None) is None
