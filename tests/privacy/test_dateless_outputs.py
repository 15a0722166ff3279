"""Queries, proofs and codes of charts without identifiers quote none, and tell no day."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

pytest.importorskip("phonenumbers", reason="needs the extra deidentify")

from made_up_claims import abstract
from nosologist.cli import main
from nosologist.codesets.library import Books

ADMISSION = """HISTORY AND PHYSICAL
Patient: Wendeline Ostrakova   MRN: 0048812
Date: 03/02/2026
HPI: Ms. Ostrakova has had fever and cough since 02/27/2026. Creatinine 2.4 today, 0.9 in January.
ASSESSMENT: Pneumonia. She was very weak, was given fluids, and her family agreed with the plan of care that was made today.
Electronically signed by Ada Quillmark, MD 03/02/2026
"""
PROGRESS = """PROGRESS NOTE
Date: 03/03/2026
ASSESSMENT: Pneumonia. She was very weak, was given fluids, and her family agreed with the plan of care that was made today.
Labs: K 2.6 on 03/03/2026. KCl 40 mEq IV x2 was given for Ms. Ostrakova.
Congestive heart failure, seen by Dr. Quillmark on 03/03/2026.
"""
OLD = "OFFICE VISIT\nDate: 11/05/2025\nASSESSMENT: Gout of the left big toe, seen by Dr. Quillmark.\n"
GONE = re.compile(r"strakova|uillmark|0048812|\d{4}-\d\d-\d\d|\d/\d\d/\d{2}", re.IGNORECASE)


@pytest.fixture
def stay(tmp_path: Path) -> str:
    folder = tmp_path / "ostrakova"
    folder.mkdir()
    for number, text in enumerate((ADMISSION, PROGRESS, OLD)):
        (folder / f"ostrakova{number}.txt").write_text(text, "utf-8")
    return str(folder)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("form", ["text", "json"])
def test_queries(form: str, stay: str, books: Books, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("ask", "--encounter", stay, "--setting", "inpatient", "--date", "2026-03-06", "--format", form)
    whole, bare = told(capsys, *asked), told(capsys, *asked, "--deidentify")
    assert GONE.search(whole)
    assert not GONE.search(bare)
    assert "document 1.1" in bare and "K 2.6" in bare and "[DATE], " in bare


def test_codes_with_the_reasons_of_what_is_not_coded(
    stay: str, books: Books, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("code", "--encounter", stay, "--setting", "inpatient", "--date", "2026-03-06", "--format", "jsonl")
    bare = told(capsys, *asked, "--deidentify")
    whole = json.loads(told(capsys, *asked))
    assert any("2025-11-05" in one["reason"] for one in whole["not_coded"])
    assert not GONE.search(bare)
    assert [one["code"] for one in json.loads(bare)["codes"]] == [one["code"] for one in whole["codes"]]


def test_a_proof(stay: str, books: Books, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "proof.json"
    told(
        capsys,
        "proof",
        "--encounter",
        stay,
        "--setting",
        "inpatient",
        "--date",
        "2026-03-06",
        "--deidentify",
        "-o",
        str(out),
    )
    [one] = json.loads(out.read_bytes())["content"]["records"]
    assert one["deidentified"] is True
    source = books.source
    assert one["encounter"].pop("date") == (
        source.effective_to or source.effective_from
    )  # of the release, not of the stay
    assert not GONE.search(json.dumps({name: part for name, part in one.items() if name != "releases"}))
    checked = told(capsys, "verify", str(out), "--chart", stay)
    assert "not checked, because the proof is without identifiers" in checked
    assert "all of it that was checked holds" in checked


def test_summaries_of_claims(books: Books, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note, facts = tmp_path / "ostrakova.txt", tmp_path / "abstract.json"
    note.write_text(PROGRESS, "utf-8")
    content = abstract("visit", id="Ostrakova-0048812", date="2026-03-03", total="500", medical_record="0048812")
    content["patient"]["last_name"] = "Ostrakova"
    content["lines"] = [{"code": "99213", "charge": "120", "units": 1, "pointers": [1], "description": "FOR Ostrakova"}]
    del content["diagnoses"]
    facts.write_text(json.dumps(content), "utf-8")
    forced = "CLM026=Dr. Quillmark agreed on 03/05/2026, 518-555-0100"
    asked = ("claim", str(note), "--abstract", str(facts), "--least", "stop", "--force", forced)
    whole, bare = tmp_path / "whole.html", tmp_path / "bare.html"
    assert main([*asked, "--out", str(whole)]) == 0
    assert main([*asked, "--out", str(bare), "--deidentify"]) == 0
    shown, left = whole.read_text("utf-8"), bare.read_text("utf-8")
    assert GONE.search(shown) and "518-555-0100" in shown
    assert not GONE.search(left.partition("</style>")[2]) and "518-555-0100" not in left
    assert "J18.9" in left and "It stands because: Dr. [NAME] agreed on" in left and "claim 1" in left
    assert not list(tmp_path.glob("*.overrides.jsonl"))
    capsys.readouterr()
    assert main([*asked, "--out", str(bare), "--deidentify", "--face-sheet"]) == 2
    assert "a face sheet names the patient" in capsys.readouterr().err
