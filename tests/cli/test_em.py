"""``noso em`` as a user starts it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

NOTE = """Assessment and Plan:
1. Hypertension, well controlled. Continue lisinopril 10 mg daily.
"""


def noso(*arguments: str, typed: str = "", code: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nosologist", "em", *arguments]
    result = subprocess.run(command, input=typed, capture_output=True, text=True, timeout=300, check=False)
    assert result.returncode == code, result.stderr
    assert "Traceback" not in result.stderr
    return result


def test_the_table_shows_the_code_and_why() -> None:
    shown = noso("-", "--patient", "established", typed=NOTE).stdout
    assert "99213  by decision making" in shown
    assert "reached by two of three: problems low, data straightforward, risk moderate" in " ".join(shown.split())
    assert "“lisinopril”" in shown


def test_json_quotes_the_note_and_stays_the_same() -> None:
    first = noso("-", "--patient", "established", "--json", typed=NOTE).stdout
    (found,) = json.loads(first)
    assert (found["code"], found["basis"], found["mdm"]["level"]) == ("99213", "mdm", "low")
    (fact,) = found["mdm"]["risk"]["facts"]
    assert fact["text"] == "lisinopril" == NOTE[fact["start"] : fact["end"]]
    assert fact["counted"] and fact["why_not"] is None
    assert found["time"] == {"minutes": None, "code": None, "facts": []}
    assert noso("-", "--patient", "established", "--json", typed=NOTE).stdout == first


def test_every_file_of_a_folder(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.txt").write_text(NOTE, "utf-8")
    found = json.loads(noso(str(tmp_path), "--setting", "ed", "--json").stdout)
    assert [(one["document"]["id"], one["code"]) for one in found] == [("a", "99283"), ("b", "99283")]


def test_what_cannot_be_told_is_asked_for() -> None:
    assert "give --patient: new or established" in noso("-", typed=NOTE, code=2).stderr
    assert "give --visit" in noso("-", "--setting", "inpatient", "--patient", "new", typed=NOTE, code=2).stderr
    nursing = noso("-", "--setting", "nursing", "--visit", "same-day", typed=NOTE, code=2).stderr
    assert "is no visit in a nursing facility" in nursing
    assert "is no date" in noso("-", "--patient", "new", "--date", "yesterday", typed=NOTE, code=2).stderr


def test_an_option_of_another_setting_is_refused() -> None:
    assert "--visit" in noso("-", "--patient", "new", "--visit", "initial", typed=NOTE, code=2).stderr


def test_help_has_examples() -> None:
    assert "noso em visit.txt --setting ed" in noso("--help").stdout


def test_an_unreadable_note_does_not_stop_the_others(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(NOTE, "utf-8")
    result = noso(str(tmp_path / "missing.txt"), str(good), "--patient", "established", "--json", code=2)
    assert [one["code"] for one in json.loads(result.stdout)] == ["99213"]
    assert "missing.txt: cannot be read" in result.stderr


def test_a_visit_with_its_reports_is_one_level(tmp_path: Path) -> None:
    visit, film = tmp_path / "visit.txt", tmp_path / "film.txt"
    visit.write_text("OFFICE VISIT\n" + NOTE, "utf-8")
    film.write_text("RADIOLOGY REPORT\nImpression:\n1. Emphysema. Start prednisone 10 mg daily.\n", "utf-8")
    (alone,) = json.loads(noso(str(visit), "--patient", "established", "--json").stdout)
    (whole,) = json.loads(noso(str(film), str(visit), "--together", "--patient", "established", "--json").stdout)
    assert (whole["code"], whole["document"]["id"]) == (alone["code"], "film.txt and 1 more")
    assert [one["id"] for one in whole["documents"]] == ["visit", "film"]
    (fact,) = whole["mdm"]["risk"]["facts"]
    text = visit.read_text("utf-8")
    assert (fact["document"], text[fact["start"] : fact["end"]]) == ("visit", "lisinopril")
    assert "“lisinopril”" in noso(str(film), str(visit), "--together", "--patient", "established").stdout
