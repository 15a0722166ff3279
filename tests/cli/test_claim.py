"""``noso claim`` and ``noso check`` on 837 files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from made_up_claims import abstract, made_up, read_back, written
from nosologist.cli import main
from nosologist.codesets.library import Books
from nosologist.formats.claims_out import FORMATS

NOTE = "ASSESSMENT AND PLAN\n1. Type 2 diabetes with stage 3a chronic kidney disease, increase metformin.\n2. Hypertension.\n"
SOON = ("--created", "2026-08-04T09:30")


def noso(*arguments: str | Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nosologist", *map(str, arguments)]
    return subprocess.run(command, input=typed, capture_output=True, text=True, encoding="utf-8", check=False)


def kept(folder: Path, content: Any, name: str = "abstract.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(content), "utf-8")
    return path


def of_chart(**changes: Any) -> dict[str, Any]:
    """The abstract of a visit whose codes come from a chart."""
    lines = [{"code": "99213", "charge": "120", "units": 1, "pointers": [1]}]
    content = abstract("visit", lines=lines, **changes)
    return {name: value for name, value in content.items() if name != "diagnoses"}


def test_a_chart_becomes_a_claim(books: Books, tmp_path: Path) -> None:
    note, out = tmp_path / "visit.txt", tmp_path / "claim.837"
    note.write_text(NOTE, "utf-8")
    result = noso("claim", note, "--abstract", kept(tmp_path, of_chart()), "--out", out, "--control", "905", *SOON)
    assert result.returncode == 0, result.stderr
    assert "1 claim written" in result.stderr
    text = out.read_text("ascii")
    assert "ISA*" in text and "*000000905*" in text and "260804*0930" in text
    [claim] = read_back(text)
    assert [one.code.dotted for one in claim.diagnoses] == ["E11.22", "I12.9", "N18.31", "Z79.84"]
    assert claim.lines[0].code.value == "99213"


def test_a_coded_chart_becomes_the_same_claim(books: Books, tmp_path: Path) -> None:
    note, coded = tmp_path / "visit.txt", tmp_path / "coded.json"
    note.write_text(NOTE, "utf-8")
    facts = kept(tmp_path, of_chart())
    coded.write_text(noso("code", note, "--format", "json", "--date", "2026-08-03").stdout, "utf-8")
    for chart, out in ((note, "one.837"), (coded, "two.837")):
        assert noso("claim", chart, "--abstract", facts, "--out", tmp_path / out, *SOON).returncode == 0
    assert (tmp_path / "one.837").read_bytes() == (tmp_path / "two.837").read_bytes()


def test_a_stop_holds_a_claim_back_until_a_reason_is_given(books: Books, tmp_path: Path) -> None:
    facts, out = kept(tmp_path, abstract("visit", total="500")), tmp_path / "claim.837"
    result = noso("claim", "--abstract", facts, "--out", out)
    assert result.returncode == 1
    assert "stop CLM026" in result.stdout and "1 claim held back" in result.stderr
    assert not out.exists()
    forced = noso("claim", "--abstract", facts, "--out", out, "--force", "clm026=the payer asked for it")
    assert forced.returncode == 0
    assert "let stand: the payer asked for it" in forced.stdout
    assert "CLM*A-1001*500*" in out.read_text("ascii")
    beside = tmp_path / f"{out.name}.overrides.jsonl"
    assert f"{beside}: why 1 findings may stand" in forced.stderr
    [line] = map(json.loads, beside.read_text("utf-8").splitlines())
    assert (line["claim"], line["rule"], line["reason"]) == ("A-1001", "CLM026", "the payer asked for it")
    assert line["message"] == "the total is 500; the lines add up to 165.50"
    assert noso("claim", "--abstract", kept(tmp_path, abstract("visit")), "--out", out).returncode == 0
    assert not beside.exists()


@pytest.mark.parametrize("form", list(FORMATS))
def test_a_stop_holds_a_claim_back_from_every_format(form: str, books: Books, tmp_path: Path) -> None:
    name = "stay" if form in ("837i", "ub04") else "visit"
    facts, out = kept(tmp_path, abstract(name, total="500")), tmp_path / "claim"
    asked = ("claim", "--abstract", str(facts), "--out", str(out), "--format", form, "--least", "stop", *SOON)
    assert main(asked) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["abstract.json"]
    forced = (*asked, "--force", "CLM026=the payer asked for it")
    assert main(forced) == 0
    whole = out.read_bytes()
    assert main(forced) == 0
    assert whole and out.read_bytes() == whole


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--out", "a.837"], "--abstract: is missing"),
        (["--abstract", "none.yaml", "--out", "a.837"], "none.yaml: cannot be read"),
        (["--abstract", "FACTS", "--out", "a.doc"], "which format is this"),
        (["--abstract", "FACTS", "--out", "a.837", "--force", "CLM026"], "--force CLM026: say why"),
        (["--abstract", "FACTS", "--out", "a.837", "--force", "CLM999=so"], "CLM999: there is no such rule"),
        (["--abstract", "FACTS", "--out", "a.837", "--created", "today"], "--created today: is no moment"),
        (["--abstract", "FACTS", "--out", "a.837", "--control", "0"], "control number 0"),
        (["--abstract", "FACTS", "--out", "none/a.837"], "cannot be written"),
        (["--abstract", "FACTS", "--out", "a.837", "--deidentify"], "--deidentify: is for summaries"),
    ],
)
def test_bad_arguments_are_told_in_one_line(arguments: list[str], message: str, books: Books, tmp_path: Path) -> None:
    facts = kept(tmp_path, abstract("visit"))
    shown = [str(facts) if one == "FACTS" else one for one in arguments]
    shown = [str(tmp_path / one) if one.endswith((".837", ".doc")) else one for one in shown]
    result = noso("claim", *shown)
    assert result.returncode == 2
    assert message in result.stderr and "Traceback" not in result.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["abstract.json"]


def test_a_batch_goes_on_past_what_is_wrong(books: Books, tmp_path: Path) -> None:
    lines = [
        json.dumps(abstract("visit", id="V1")),
        "{",
        json.dumps(abstract("stay", id="S1", submission=None)),
        json.dumps(abstract("visit", id="V2", total="1")),
        json.dumps(abstract("visit", id="V~3")),
        json.dumps(abstract("visit", id="V1")),
    ]
    batch, out = tmp_path / "claims.jsonl", tmp_path / "batch.837"
    batch.write_text("\n".join(lines), "utf-8")
    ends = kept(tmp_path, {"submission": abstract("stay")["submission"]}, "ends.json")
    result = noso("claim", batch, "--out", out, "--submission", ends, *SOON)
    assert result.returncode == 2
    assert [one.id for one in read_back(out.read_text("ascii"))] == ["V1", "S1"]
    assert "line 2: is no JSON" in result.stderr
    assert "line 6: id: V1 was used before, in line 1" in result.stderr
    assert "the id holds '~'" in result.stderr
    assert "2 claims written" in result.stderr and "1 claim held back" in result.stderr
    assert "stop CLM026" in result.stdout


def test_received_claims_are_checked_with_their_places(books: Books, tmp_path: Path) -> None:
    text = written(made_up("visit"), made_up("stay"))
    path = tmp_path / "claims.837"
    path.write_text(text.replace("*1***1:3~", "*1***1:9~").replace("ABK:E1122", "ABK:E1123"), "ascii")
    result = noso("check", path, "--least", "stop")
    assert result.returncode == 1
    assert "CLM006  line 1 points to diagnosis 9; the claim has 3" in result.stdout
    assert "loop 2400, segment 27 (SV1) at byte" in result.stdout
    assert "CM104" in result.stdout and "loop 2300, segment 23 (HI) at byte" in result.stdout
    [visit, stay] = [json.loads(line) for line in noso("check", path, "--format", "jsonl").stdout.splitlines()]
    assert stay["groups"]["drg"]["drg"]
    finding = next(one for one in visit["findings"] if one["rule"] == "CLM006")
    assert finding["places"][0]["loop"] == "2400" and finding["places"][0]["tag"] == "SV1"
    typed = noso("check", "-", "--least", "stop", typed=path.read_text("ascii"))
    assert typed.stdout == result.stdout


def test_what_is_wrong_outside_of_claims_is_told(books: Books, tmp_path: Path) -> None:
    path = tmp_path / "claims.837"
    path.write_text(written(made_up("visit")).replace("SE*", "SE*9"), "ascii")
    result = noso("check", path, "--least", "stop")
    assert result.returncode == 2
    assert "nothing found" in result.stdout
    assert "(SE01)" in result.stderr and "at byte" in result.stderr


def test_a_claim_before_icd10_has_its_form_checked(books: Books, tmp_path: Path) -> None:
    path = tmp_path / "claims.837"
    path.write_text(written(made_up("visit", date="2012-08-03", total="7")), "ascii")
    result = noso("check", path)
    assert result.returncode == 2
    assert "CLM026" in result.stdout
    assert "codes not checked: no ICD-10-CM release is known for 2012-08-03" in result.stderr
