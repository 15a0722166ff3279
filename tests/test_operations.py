"""Whole operative charts of ``encounters/``: the hospital's ICD-10-PCS codes, and the CPT lines of both claims.

The diagnoses of the same charts are tested by ``test_encounters.py``. A code that stands twice is expected twice (B3.2b).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from claim_lines import as_shown, lines, still_open
from conftest import data
from nosologist.codesets.compile.add import add
from nosologist.codesets.library import Books
from nosologist.codesets.shelf import Shelf
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.pipeline import walk

FOLDER = Path(__file__).parent / "encounters"


def expected(note: Path) -> dict[str, Any]:
    return dict(yaml.safe_load((note.parent / "expected.yaml").read_text("utf-8")))


CHARTS = [(note, expected(note)) for note in sorted(FOLDER.glob("*/note.txt"))]
STAYS = [(note, chart) for note, chart in CHARTS if "procedures" in chart]
CLAIMS = [(note, chart) for note, chart in CHARTS if "professional" in chart]


def named(charts: list[tuple[Path, dict[str, Any]]]) -> list[str]:
    return [note.parent.name for note, _ in charts]


def encounter(note: Path, chart: dict[str, Any]) -> Encounter:
    return Encounter((Document("note", note.read_text("utf-8")),), Setting(chart["setting"]), age=chart.get("age"))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    shelf = Shelf(tmp_path_factory.mktemp("pcs"))
    add([data("official", "icd10pcs")], shelf, lambda what, part: None)
    return shelf


@pytest.mark.real
@pytest.mark.parametrize(("note", "chart"), STAYS, ids=named(STAYS))
def test_procedures_of_a_stay(note: Path, chart: dict[str, Any], books: Books, real: Shelf) -> None:
    result = walk(encounter(note, chart), replace(books, shelf=real, memo={}))
    whole = sorted(one.pattern for one in result.procedures if one.code)
    still = sorted(one.pattern for one in result.procedures if not one.code)
    assert (whole, still) == (sorted(chart["procedures"]), sorted(chart.get("open_procedures", [])))


@pytest.mark.parametrize("view", ["professional", "facility"])
@pytest.mark.parametrize(("note", "chart"), CLAIMS, ids=named(CLAIMS))
def test_lines_of_a_claim(note: Path, chart: dict[str, Any], view: str, books: Books) -> None:
    result = walk(replace(encounter(note, chart), view=View(view)), books)
    assert (lines(result), still_open(result)) == (sorted(map(as_shown, chart[view])), [])


def test_there_are_enough_of_them() -> None:
    assert len(STAYS) >= 12
    assert len(CLAIMS) >= 8
