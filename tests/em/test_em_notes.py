"""Invented notes with the level, decided before the engine was run: ``notes.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import CodeNote
from nosologist.coding.em_level import Documented, em_level, level_code
from nosologist.model.em import EmLevel, EmSetting, EmVisit
from nosologist.notes.em_facts import DecidingFacts, visit_statements

NOTES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "notes.yaml").read_text("utf-8"))
ENCOUNTERS = {"ed": "ed", "inpatient": "inpatient", "inpatient-consult": "inpatient"}


def level(note: dict[str, Any], code_note: CodeNote) -> EmLevel:
    coded = code_note(note["note"], ENCOUNTERS.get(note["setting"], "outpatient"))
    visit = EmVisit(note.get("visit") or note.get("patient") or "any")
    return em_level(coded, EmSetting(note["setting"]), visit)


@pytest.mark.parametrize("note", NOTES, ids=[note["teaches"] for note in NOTES])
def test_note(note: dict[str, Any], code_note: CodeNote) -> None:
    found, wanted = level(note, code_note), note["expect"]
    shown = {
        "code": found.code, "basis": found.basis, "problems": found.problems.grade.word,
        "data": found.data.grade.word, "risk": found.risk.grade.word,
    }  # fmt: skip
    assert shown == {name: wanted[name] for name in shown}, (found.reasons, found.addressed, found.data, found.risk)
    assert [f"{one.code} x{one.units}" for one in found.prolonged] == wanted.get("prolonged", [])


@pytest.mark.parametrize("note", NOTES, ids=[note["teaches"] for note in NOTES])
def test_every_span_quotes_the_note(note: dict[str, Any], code_note: CodeNote) -> None:
    found = level(note, code_note)
    spans = [fact.span for fact in (*found.data.facts, *found.risk.facts, *found.time)]
    spans += [span for problem in found.addressed for span in problem.spans]
    assert all(0 <= span.start < span.end <= len(note["note"]) for span in spans)
    assert level(note, code_note) == found


@pytest.mark.parametrize("note", NOTES, ids=[note["teaches"] for note in NOTES])
def test_the_deciding_facts_alone_lead_to_the_same_level(note: dict[str, Any], code_note: CodeNote) -> None:
    coded, found = code_note(note["note"], ENCOUNTERS.get(note["setting"], "outpatient")), level(note, code_note)
    said = visit_statements(coded.encounter, coded.copies)
    decided = Documented(coded, said, DecidingFacts(said))
    assert level_code(coded, found.setting, found.visit, decided) == found.code
    grades = (found.problems.grade, found.data.grade, found.risk.grade)
    assert (decided.problems.grade, decided.data.grade, decided.risk.grade) == grades


def test_there_are_enough_and_every_setting_is_taught() -> None:
    assert len(NOTES) >= 40
    assert {note["setting"] for note in NOTES} == {setting.value for setting in EmSetting}
    assert sum("looks higher" in note["teaches"] for note in NOTES) >= 8
