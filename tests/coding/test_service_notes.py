"""Notes with the lines that each claim should have; where a visit has another level today, ``levels`` says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from claim_lines import as_shown, lines, still_open
from nosologist.codesets.library import Books
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.pipeline import walk

NOTES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("service_notes.yaml").read_text("utf-8"))
VIEWS = ("professional", "facility")


def coded(note: dict[str, Any], view: str, books: Books) -> CodedEncounter:
    setting = Setting(note.get("setting", "outpatient"))
    return walk(Encounter((Document("n", note["note"]),), setting, age=note.get("age"), view=View(view)), books)


def expected_open(note: dict[str, Any], view: str) -> list[list[int]]:
    levels = note.get("levels", {})
    told = note.get("open" if view == "professional" else "facility_open", [])
    return sorted(
        [levels.get(number, number) for number in numbers] if len(numbers) == 1 else numbers for numbers in told
    )


def expected(note: dict[str, Any], view: str) -> list[str]:
    levels = {str(wanted): str(given) for wanted, given in note.get("levels", {}).items()}
    told = [as_shown(line) for line in note[view]]
    return sorted(levels.get(line[:5], line[:5]) + line[5:] for line in told)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("note", NOTES, ids=lambda note: note["name"])
def test_note(note: dict[str, Any], view: str, books: Books) -> None:
    result = coded(note, view, books)
    assert (lines(result), still_open(result)) == (expected(note, view), expected_open(note, view))


def test_there_are_enough_of_them() -> None:
    assert len(NOTES) >= 35


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("ACDF C6-C7 with interbody cage", ["22551", "22853"]),
        ("ACDF C6-C7", ["22551"]),
        ("Right port placement under fluoroscopic guidance", ["36561", "77001-26"]),
        ("PICC placement under fluoroscopic guidance", ["36573"]),
        ("Exploratory laparotomy", ["49000"]),
        ("Rapid flu test", []),  # the facility's
    ],
)
def test_what_is_said_beside_a_name_adds_its_number(said: str, expected: list[str], books: Books) -> None:
    note = f"PROCEDURE: {said}.\nPOSTOPERATIVE DIAGNOSIS: Cervical disc disorder.\n"
    assert lines(coded({"note": note, "setting": "same-day-surgery", "age": 50}, "professional", books)) == expected


@pytest.mark.parametrize(
    ("said", "given", "possible"),
    [
        ("CBC with diff normal", ["85025"], []),
        ("CBC without differential normal", ["85027"], []),
        ("CBC normal", [], [[85025, 85027]]),
        ("Rapid influenza A and B negative", ["87804 x2"], []),
        ("Rapid flu negative", ["87804"], []),
    ],
)
def test_a_laboratory_test_is_as_much_as_is_said(
    said: str, given: list[str], possible: list[list[int]], books: Books
) -> None:
    note = {"note": f"HPI: Fatigue.\nLABS: {said}.\nASSESSMENT: Fatigue.\nPLAN: Rest.\n", "setting": "ed"}
    result = coded(note, "facility", books)
    assert (lines(result), [one for one in still_open(result) if one[0] < 99281]) == (given, possible)
