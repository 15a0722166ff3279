"""``noso ask`` drafts and lints; bad input is one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nosologist.cli import main

NOTE = "Labs: K 2.5\nPlan: KCl 40 mEq IV.\nAssessment: Gastroenteritis.\n"
GOOD = (
    "Clarification of the potassium values\n- K 2.5 (BMP 3/14/2026)\n- KCl 40 mEq (MAR 3/14/2026)\n"
    "Please document the diagnosis, if any, that was treated.\n[ ] Hypokalemia\n[ ] Other\n[ ] Unable to determine\n"
)


def _file(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


def test_a_draft_as_text_and_as_json_passes_its_own_linter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = _file(tmp_path, "stay.txt", NOTE)
    arguments = ["ask", note, "--setting", "inpatient", "--date", "2026-05-04"]
    assert main(arguments) == 0
    first = capsys.readouterr().out
    assert "Clarification of the potassium values" in first
    assert '"K 2.5" (2026-05-04, Labs, stay)' in first
    assert main(arguments) == 0
    assert capsys.readouterr().out == first
    assert main([*arguments, "--format", "json"]) == 0
    drafts = _file(tmp_path, "drafts.json", capsys.readouterr().out)
    assert main(["ask", "--lint", drafts]) == 0
    assert "nothing found" in capsys.readouterr().out


def test_a_stop_gives_exit_code_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = _file(tmp_path, "bad.txt", GOOD.replace("[ ] Other\n", "") + "This adds an MCC.\n")
    assert main(["ask", "--lint", _file(tmp_path, "good.txt", GOOD)]) == 0
    assert main(["ask", "--lint", bad, "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out.partition("\n")[2])
    assert [one["rule"] for one in found[0]["findings"]] == ["QRY104", "QRY106"]


def test_documents_of_one_encounter_may_disagree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = _file(tmp_path, "admission.txt", "Assessment: Type 1 diabetes mellitus.\n")
    other = _file(tmp_path, "discharge.txt", "Discharge Diagnoses: Type 2 diabetes mellitus.\n")
    assert main(["ask", one, other, "--together", "--setting", "inpatient"]) == 0
    text = capsys.readouterr().out
    assert "diabetes, two types" in text
    assert "admission" in text.split("Clinical indicators")[1]
    assert main(["ask", one, other, "--setting", "inpatient"]) == 0
    assert "two types" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("{", "is no JSON"),
        ('{"titel": "x"}', "unknown field 'titel'"),
        ('{"title": 3}', "title: must be text"),
        ('{"indicators": [{"quote": "x", "date": "yesterday"}]}', "is no date"),
        ('{"options": [{"text": "x", "kind": "maybe"}]}', "kind 'maybe' is unknown"),
        ('{"reason": "money"}', "is unknown"),
        ("[[1]]", "must be an object"),
        ('{"queries": 5}', "must be a list"),
        ("[" * 5000, "nested too deeply"),
    ],
)
def test_bad_files_are_one_sentence(text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--lint", _file(tmp_path, "query.json", text)]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_without_a_note_it_says_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask"]) == 2
    assert "name a note" in capsys.readouterr().err
    assert main(["ask", "--lint", "no-such-file.txt"]) == 2
    assert "no-such-file.txt" in capsys.readouterr().err


def test_the_documents_of_an_encounter_are_asked_about_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stay = tmp_path / "stay"
    stay.mkdir()
    _file(stay, "note.txt", "PROGRESS NOTE 3/2/2026\nAssessment: 1. Sepsis. 2. Pneumonia.\n")
    _file(stay, "consult.txt", "CONSULTATION\nDate: 3/3/2026\nAssessment: 1. Pneumonia. 2. No sepsis.\n")
    _file(stay, "labs.txt", "LABORATORY REPORT\nDate: 3/2/2026\nK 2.5\n")
    _file(stay, "old.txt", "HISTORY AND PHYSICAL\nDate: 1/2/2025\nAssessment: K 2.1\n")
    assert main(["ask", "--encounter", str(stay), "--setting", "inpatient", "--format", "json"]) == 0
    [found] = json.loads(capsys.readouterr().out)
    assert found["documents"] == ["labs", "note", "consult", "old"]
    [conflict] = [one for one in found["queries"] if one["gap"] == "stated and denied"]
    assert {one["document"] for one in conflict["indicators"]} == {"note", "consult"}
    assert "old" not in {one["document"] for query in found["queries"] for one in query["indicators"]}
