"""``noso check``, ``noso rules``, ``noso explain``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from nosologist.codesets.library import Books


def noso(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nosologist", *arguments]
    return subprocess.run(command, input=typed, capture_output=True, text=True, encoding="utf-8", check=False)


def test_codes_are_checked_and_the_exit_code_gates(books: Books) -> None:
    wrong = noso("check", "E11.9", "e1122", "N18.31")
    assert wrong.returncode == 1
    assert "OG150" in wrong.stdout and "→ take E11.9 off (safe)" in wrong.stdout
    right = noso("check", "E11.22", "N18.31", "--least", "warn")
    assert right.returncode == 0
    assert "nothing found" in right.stdout


def test_codes_are_compared_with_a_note(books: Books, tmp_path: Path) -> None:
    note = tmp_path / "visit.txt"
    note.write_text("Assessment: No pneumonia. Acute bronchitis.", "utf-8")
    result = noso("check", "J18.9", "--note", str(note))
    assert result.returncode == 1
    assert "DOC102" in result.stdout


def test_the_batch_contract(books: Books, tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    lines = ['{"id":"1","diagnoses":[{"code":"I10"},{"code":"i10"}]}', "", '{"id":"2","colour":1}', "{", '{"id":"4"}']
    path.write_text("\n".join(lines), "utf-8")
    result = noso("check", str(path), "--format", "jsonl")
    assert result.returncode == 2
    out = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["id"] for one in out] == ["1", "2", None, "4"]
    assert "CM111" in {finding["rule"] for finding in out[0]["findings"]}
    assert out[0]["findings"][0].keys() >= {"rule", "severity", "message", "codes", "cites"}
    assert out[1]["error"].startswith("line 3: colour: no such field")
    assert "is no JSON" in out[2]["error"]
    assert {finding["rule"] for finding in out[3]["findings"]} >= {"CM123"}
    assert "2 lines could not be checked" in result.stderr


def test_lines_that_no_reader_takes_are_told_one_by_one(books: Books, tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    lines = ["[" * 3_000 + "]" * 3_000, '{"id":"\\ud800","diagnoses":["I10"]}', '{"id":"3","diagnoses":["I10"]}']
    path.write_text("\n".join(lines), "utf-8")
    result = noso("check", str(path), "--format", "jsonl")
    out = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(one["id"], "is no JSON" in one.get("error", "")) for one in out] == [
        (None, True),
        ("?", True),
        ("3", False),
    ]
    assert result.returncode == 2 and "Traceback" not in result.stderr


def test_a_batch_shows_the_severity_that_is_asked_for(books: Books, tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text('{"id":"1","diagnoses":["J18.9"]}\n{"id":"2","diagnoses":["I10","I10","J18.9"]}\n', "utf-8")
    every, stops = (
        noso("check", str(path), "--format", "jsonl", "--least", least).stdout for least in ("info", "stop")
    )
    assert '"info"' in every and '"info"' not in stops
    assert [len(json.loads(line)["findings"]) for line in stops.splitlines()] == [0, 1]


def test_facts_typed_beside_a_file_hold_for_claims_that_state_none(books: Books, tmp_path: Path) -> None:
    path = tmp_path / "claims.json"
    path.write_text('[{"id":"A","diagnoses":["I10"]},{"id":"B","age":40,"diagnoses":["I10"]}]', "utf-8")
    result = noso("check", str(path), "--age", "200", "--least", "stop", "--format", "json")
    found = [[finding["rule"] for finding in one["findings"]] for one in json.loads(result.stdout)]
    assert found == [["CLM023"], []]


def test_a_file_of_one_claim_is_compared_with_a_note(books: Books, tmp_path: Path) -> None:
    claim, note = tmp_path / "claim.json", tmp_path / "visit.txt"
    claim.write_text('{"id":"A","diagnoses":["J18.9"]}', "utf-8")
    note.write_text("Assessment: No pneumonia. Acute bronchitis.", "utf-8")
    assert "DOC102" in noso("check", str(claim), "--note", str(note)).stdout
    claim.write_text('[{"id":"A","diagnoses":["J18.9"]},{"id":"B","diagnoses":["I10"]}]', "utf-8")
    several = noso("check", str(claim), "--note", str(note))
    assert several.returncode == 2 and "a record is of one encounter" in several.stderr


def test_every_core_gives_the_same_lines(books: Books, tmp_path: Path) -> None:
    from nosologist.batch.claims import CheckedLines, check_lines, check_lines_on_every_core, desk_for
    from nosologist.codesets.library import Library
    from nosologist.model.encounter import Setting

    lines = [json.dumps({"id": str(at), "diagnoses": ["E11.9", "E11.22", "I10"][: at % 4]}) for at in range(2_500)]
    lines[1_700] = "not JSON"
    one = CheckedLines.of(list(check_lines(lines, desk_for(Library(), None), Setting.OUTPATIENT)))
    assert [one.stopped, one.unreadable, one.text.count(b"\n")] == [
        3 * 625 - 1,
        1,
        2_500,
    ]  # all but E11.9 alone, and not the broken line
    assert CheckedLines.of(list(check_lines_on_every_core(lines, None, Setting.OUTPATIENT, workers=2))) == one


def test_a_separator_of_lines_in_a_text_ends_no_line(books: Books, tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    ids = ["a\u2028b", "c\x85d"]
    path.write_text("".join(json.dumps({"id": one, "diagnoses": ["E11.9"]}) + "\n" for one in ids), "utf-8")
    result = noso("check", str(path), "--format", "jsonl", "--least", "stop")
    assert result.returncode == 0, result.stderr
    assert [json.loads(line)["id"] for line in result.stdout.split("\n") if line] == ids


def test_a_line_that_a_later_step_refuses_stops_no_other(books: Books) -> None:
    from nosologist.batch.claims import check_batch, desk_for
    from nosologist.codesets.library import Library
    from nosologist.model.encounter import Setting

    claims = [{"id": "1", "drg_version": "1.0"}, {"id": "2", "date": "2010-01-01"}, {"id": "3"}]
    batch = [(at, json.dumps({"diagnoses": ["I50.9", "I10"]} | claim)) for at, claim in enumerate(claims, 5)]
    out = check_batch(batch, desk_for(Library(), None), Setting.INPATIENT)
    version, early, whole = map(json.loads, out.text.splitlines())
    assert version["error"].startswith("line 5: 1.0: there is no such version") and version["id"] == "1"
    assert early["error"].startswith("line 6: ") and out.unreadable == 2
    assert whole["id"] == "3" and whole["groups"]["drg"]["drg"]


def test_sarif_has_rules_and_places(books: Books, tmp_path: Path) -> None:
    path = tmp_path / "claims.json"
    path.write_text('[{"id":"A","diagnoses":["I10","I10"]}]', "utf-8")
    result = noso("check", str(path), "--format", "sarif")
    assert result.returncode == 1
    run = json.loads(result.stdout)["runs"][0]
    assert "CM111" in {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    found = next(one for one in run["results"] if one["ruleId"] == "CM111")
    assert found["level"] == "error"
    assert found["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "A/I10"


def test_coded_charts_come_through_a_pipe(books: Books) -> None:
    coded = noso("code", "-", "--format", "json", typed="Assessment: Type 2 diabetes with CKD stage 3a.")
    result = noso("check", "-", "--format", "json", typed=coded.stdout)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)[0]["id"] == "stdin"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check"], "nothing to check"),
        (["check", "nowhere.jsonl"], "cannot be read"),
        (["check", "I10", "--date", "soon"], "is no date"),
        (["check", "I10", "claims.csv"], "one file at a time"),
        (["check", "I10", "--site", "/nowhere"], "no such folder"),
        (["check", "claims.json", "--line", "99213"], "--line: claims in a file have their own"),
        (["show", "E11\udcff"], "no code or header"),
        (["check", "E11\udcff"], "is no code"),
        (["explain", "CM999"], "there is no such rule"),
        (["explain", "MCE007"], "is retired"),
    ],
)
def test_mistakes_are_one_line(books: Books, arguments: list[str], words: str) -> None:
    result = noso(*arguments)
    assert result.returncode == 2
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(("name", "text"), [("a.csv", "claim,code\n"), ("a.jsonl", "\n"), ("a.json", "[]")])
def test_a_file_without_a_claim_has_not_passed(books: Books, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    result = noso("check", str(tmp_path / name))
    assert result.returncode == 2 and "holds no claim" in result.stderr
    batch = noso("check", str(tmp_path / name), "--format", "jsonl", "--workers", "0")
    assert batch.returncode == 2 and "Traceback" not in batch.stderr


def test_rules_are_listed_and_explained(books: Books) -> None:
    listed = json.loads(noso("rules", "--id", "OG", "--severity", "stop", "--format", "json").stdout)
    assert all(row["id"].startswith("OG") and row["severity"] == "stop" for row in listed)
    assert len(listed) > 30
    assert noso("rules", "--format", "csv").stdout.startswith("id,name,severity,")
    page = noso("explain", "cm101").stdout
    assert page.startswith("CM101 Excludes1 conflict\n")
    assert "For the coder." in page and "yaml case" not in page
    assert "yaml case" in noso("explain", "CM101", "--cases").stdout


@pytest.mark.parametrize("command", ["check", "rules", "explain"])
def test_help_has_examples(command: str) -> None:
    assert f"examples:\n  noso {command}" in noso(command, "--help").stdout
