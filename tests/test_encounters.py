"""Whole charts, each named for what it teaches: ``encounters/<name>/note.txt`` and ``expected.yaml``.

``expected.yaml`` holds what a certified coder gives, decided from the guidelines before the engine was run. Where the engine
differs today, ``encounters/differences.yaml`` says exactly how; a change for better or worse fails the test until the file
says so. ``python tests/test_encounters.py`` writes it anew.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import CodeNote, codes
from nosologist.model.coded import CodedEncounter

FOLDER = Path(__file__).parent / "encounters"
LEDGER = FOLDER / "differences.yaml"
CHARTS = sorted(FOLDER.glob("*/note.txt"))
FLOOR = 0.95  # micro F1 over all charts, exact codes


def expected(note: Path) -> dict[str, Any]:
    return dict(yaml.safe_load((note.parent / "expected.yaml").read_text("utf-8")))


def difference(note: Path, coded: CodedEncounter) -> dict[str, list[str]]:
    """What is missing and what is too much; empty where the chart is coded as expected."""
    gold, found = set(expected(note)["codes"]), set(codes(coded))
    parts = {"missing": sorted(gold - found), "extra": sorted(found - gold)}
    return {name: part for name, part in parts.items() if part}


@pytest.mark.parametrize("note", CHARTS, ids=lambda path: path.parent.name)
def test_chart(note: Path, code_note: CodeNote) -> None:
    coded = code_note(note.read_text("utf-8"), expected(note)["setting"])
    known = yaml.safe_load(LEDGER.read_text("utf-8")) or {}
    assert difference(note, coded) == known.get(note.parent.name, {})


@pytest.mark.parametrize("note", CHARTS, ids=lambda path: path.parent.name)
def test_expected_codes_are_valid(note: Path, code_note: CodeNote, books: Any) -> None:
    assert all(books.tabular.is_valid(code.replace(".", "")) for code in expected(note)["codes"])


def test_the_charts_together(code_note: CodeNote) -> None:
    hits = found = gold = 0
    for note in CHARTS:
        wanted = set(expected(note)["codes"])
        given = set(codes(code_note(note.read_text("utf-8"), expected(note)["setting"])))
        hits, found, gold = hits + len(wanted & given), found + len(given), gold + len(wanted)
    assert len(CHARTS) >= 74
    assert 2 * hits / (found + gold) >= FLOOR


def main() -> None:
    """Write the ledger of differences."""
    from nosologist.codesets.library import Library
    from nosologist.model.document import Document
    from nosologist.model.encounter import Encounter, Setting
    from nosologist.pipeline import walk

    books = Library().in_force()
    ledger = {}
    for note in CHARTS:
        encounter = Encounter((Document("note", note.read_text("utf-8")),), Setting(expected(note)["setting"]))
        if found := difference(note, walk(encounter, books)):
            ledger[note.parent.name] = found
    LEDGER.write_text(yaml.safe_dump(ledger, default_flow_style=None, width=120), "utf-8")
    print(f"{len(CHARTS) - len(ledger)} of {len(CHARTS)} charts as expected", file=sys.stderr)


if __name__ == "__main__":
    main()
