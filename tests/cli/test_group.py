"""``noso group`` and the groups of ``noso check``, as processes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from nosologist.codesets.library import Books

STAY = ("I50.21:Y", "J96.01:Y", "N18.4:Y", "--date", "2026-05-04", "--age", "70", "--sex", "M", "--disposition", "01")


def noso(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nosologist", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def test_a_stay_and_what_decides_it(books: Books) -> None:
    result = noso("group", *STAY, "--what-if")
    assert result.returncode == 0, result.stderr
    assert "MS-DRG 291 (v43.1, MDC 05): Heart Failure and Shock with MCC" in result.stdout
    assert "without J96.01: MS-DRG 292" in result.stdout


def test_no_money_unless_asked_for(books: Books) -> None:
    hidden, shown = (
        json.loads(noso("group", *STAY, *more, "--format", "json").stdout)[0] for more in ((), ("--money",))
    )
    assert "raf" not in hidden["hcc"] and "weight" not in hidden
    assert shown["hcc"]["raf"] == pytest.approx(1.816, abs=0.001) and shown["weight"] is None
    table = noso("group", *STAY).stdout
    assert "score" not in table and "weight" not in table


def test_the_batch_contract_has_groups(books: Books, tmp_path: Path) -> None:
    claim = {
        "id": "1", "setting": "inpatient", "date": "2026-05-01", "age": 65, "sex": "M", "disposition": "01",
        "diagnoses": [{"code": "I50.20", "poa": "Y"}], "procedures": [{"code": "02703DZ"}],
        "lines": [{"code": "99213", "modifiers": ["25"], "units": 1, "pointers": [1]}],
    }  # fmt: skip
    office = {"id": "2", "setting": "outpatient", "date": "2026-05-01", "diagnoses": [{"code": "E1122"}]}
    path = tmp_path / "claims.jsonl"
    path.write_text(f"{json.dumps(claim)}\n{json.dumps(office)}\n", "utf-8")
    stay, visit = (json.loads(line) for line in noso("check", str(path), "--format", "jsonl").stdout.splitlines())
    assert (stay["id"], stay["groups"]["drg"]["version"], stay["groups"]["drg"]["mdc"]) == ("1", "43.1", "05")
    assert stay["groups"]["drg"]["drg"] == "322" and stay["groups"]["mce"] == []
    assert stay["groups"]["hcc"]["v28"] == ["226"] and stay["groups"]["hcc"]["raf"] > 0
    assert visit["groups"]["hcc"] == {
        "v28": ["37"], "v24": ["18"], "rxhcc": ["30"], "raf": None, "raf_by_model": {"v28": None, "v24": None, "rxhcc": None},
        "codes": {"37": ["E11.22"]},
    }  # fmt: skip


def test_a_version_that_is_not_known_is_one_line(books: Books, tmp_path: Path) -> None:
    path = tmp_path / "claim.json"
    path.write_text('{"setting": "inpatient", "drg_version": "12.0", "diagnoses": ["I10"]}', "utf-8")
    result = noso("group", str(path))
    assert result.returncode == 2 and result.stderr.startswith("noso: 12.0: there is no such version of MS-DRG")


def test_what_all_documents_say_was_done_about_a_condition(books: Books, tmp_path: Path) -> None:
    folder = tmp_path / "visits"
    folder.mkdir()
    (folder / "1.txt").write_text("OFFICE VISIT\nAssessment:\n1. Chronic kidney disease stage 4\n", "utf-8")
    (folder / "2.txt").write_text("CONSULTATION\nAssessment:\n1. CKD stage 4, continue furosemide\n", "utf-8")
    (one,) = json.loads(
        noso("group", "N18.4", "--setting", "outpatient", "--note", str(folder), "--format", "json").stdout
    )
    (support,) = one["support"]
    assert {quote["document"] for quote in support["evidence"]} == {"1", "2"}
    assert support["meat"]["treat"]["document"] == "2"
