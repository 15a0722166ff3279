"""Short operative notes: the hospital's ICD-10-PCS codes and the surgeon's CPT lines of the same words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from claim_lines import as_shown, lines
from conftest import data
from nosologist.codesets.compile.add import add
from nosologist.codesets.library import Books
from nosologist.codesets.shelf import Shelf
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.pipeline import walk

NOTES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("operation_notes.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    shelf = Shelf(tmp_path_factory.mktemp("pcs"))
    add([data("official", "icd10pcs")], shelf, lambda what, part: None)
    return shelf


def _given(expected: list[Any], note: dict[str, Any]) -> list[Any]:
    return [one for one in expected if one not in note.get("missing", [])]


@pytest.mark.real
@pytest.mark.parametrize("note", NOTES, ids=lambda note: note["name"])
def test_codes_of_the_hospital(note: dict[str, Any], books: Books, real: Shelf) -> None:
    stay = Encounter((Document("n", note["note"]),), Setting.INPATIENT)
    result = walk(stay, replace(books, shelf=real, memo={}))
    expected = [*note["procedures"], *note.get("open_procedures", [])]
    assert sorted(one.pattern for one in result.procedures) == sorted(_given(expected, note))


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note["name"])
def test_lines_of_the_surgeon(note: dict[str, Any], books: Books) -> None:
    setting = Setting(note.get("setting", "same-day-surgery"))
    visit = Encounter((Document("n", note["note"]),), setting, age=note["age"], view=View.PROFESSIONAL)
    result = walk(visit, books)
    assert lines(result) == sorted(map(as_shown, _given(note["professional"], note)))
    assert result.open_services == ()
