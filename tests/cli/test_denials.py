"""``noso denials``: rates and dollars are those of the claims; the same payment is counted once."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nosologist.answers.denials import Denials
from nosologist.answers.meaning import explain
from nosologist.cli import main
from nosologist.formats.x12.answers import read_answers
from nosologist.model.remittance import ClaimPayment
from x12_files import claim, remittance

CLAIMS = (
    claim("C1", "1", "250", "60", "NM1*82*1*HILL*JO****XX*1111111112", "SVC*HC:99213*100*60", "CAS*CO*45*40",
          "SVC*HC:20610*150*0", "CAS*CO*97*150"),
    claim("C2", "4", "100", "0", "SVC*HC:99213*100*0", "CAS*CO*16*100", "LQ*HE*M76"),
    claim("C3", "1", "80", "80"),
    claim("C4", "1", "40", "0", "CAS*PR*1*40"),
    claim("C5", "1", "30", "0", "CAS*CO*29*30"),
    claim("C6", "22", "-80", "-80"),
)  # fmt: skip


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "a.835").write_text(remittance(*CLAIMS, amount=60), "utf-8")
    other = remittance(claim("D1", "1", "20", "20"), amount=20, payer="PLAN TWO", trace="X2", control="000000018")
    (folder / "b.835").write_text(other, "utf-8")
    return folder


def report(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    code = main(["denials", *map(str, arguments), "--format", "json"])
    content = json.loads(capsys.readouterr().out)
    content["code"] = code
    content["rows"] = {
        (row["by"], row["key"]): (row["denied"], row["decided"], row["dollars"]) for row in content["rows"]
    }
    return content


def test_each_table_counts_its_own(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = report(capsys, inbox, "--top", 0)
    assert (content["claims"], content["denied"], content["partly_denied"], content["left_out"]) == (6, 2, 1, 1)
    assert (content["rate"], content["dollars_denied"]) == (0.5, "280.00")
    rows = content["rows"]
    assert rows["cause", "bundling"] == (1, 6, "150.00")
    assert rows["cause", "coding"] == (1, 6, "100.00")
    assert rows["cause", "timely filing"] == (1, 6, "30.00")
    assert ("cause", "patient share") not in rows
    assert rows["reason", "97"] == (1, 6, "150.00")
    assert rows["rule", "NCCI001"] == (1, 6, "150.00")
    assert rows["code", "99213"] == (1, 2, "100.00")
    assert rows["code", "20610"] == (1, 1, "150.00")
    assert rows["code", "no line"] == (0, 0, "30.00")
    assert rows["provider", "1111111112"] == (1, 1, "150.00")
    assert rows["provider", "1234567893"] == (2, 5, "130.00")
    assert rows["payer", "HEALTH PLAN ONE"] == (3, 5, "280.00")
    assert rows["payer", "PLAN TWO"] == (0, 1, "0.00")


def test_a_payment_in_two_files_counts_once(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    again = (inbox / "a.835").read_text("utf-8").replace("000000017", "000000044")  # sent once more
    (inbox / "c.835").write_text(again, "utf-8")
    content = report(capsys, inbox)
    assert (content["claims"], content["code"]) == (6, 1)


def test_tables_csv_and_a_picture(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = inbox.parent / "denials.svg"
    assert main(["denials", str(inbox), "--by", "cause", "--top", "1", "--picture", str(picture)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "6 claims: 50.0% denied in part or in whole (2 in whole, 1 in part)"
    assert [line for line in lines if line.startswith(("bundling", "coding"))] == [
        "bundling                         1          6   16.7%        150.00"
    ]
    first = picture.read_bytes()
    assert main(["denials", str(inbox), "--format", "csv", "--picture", str(picture)]) == 0
    assert picture.read_bytes() == first
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["by"] for row in rows} == {"cause", "reason", "rule", "code", "provider", "payer"}


@pytest.mark.parametrize("arguments", [["--picture", "a.pdf"], ["--top", "-1"]])
def test_what_makes_no_sense_is_told(arguments: list[str], inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["denials", str(inbox), *arguments]) == 2
    assert arguments[0].removeprefix("--")[:3] in capsys.readouterr().err


def test_nothing_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.835").write_text(remittance(), "utf-8")
    picture = tmp_path / "none.svg"
    assert main(["denials", str(tmp_path / "a.835"), "--picture", str(picture)]) == 0
    assert capsys.readouterr().out.startswith("0 claims: no claims")
    assert picture.exists()


reasons = st.sampled_from(["45", "1", "97", "16", "50", "29", "23", "ZZ"])
line = st.tuples(
    st.sampled_from(["99213", "20610"]), st.integers(0, 90), st.lists(st.tuples(reasons, st.integers(1, 90)))
)


@given(st.lists(st.lists(line, min_size=1, max_size=4), max_size=6))
def test_the_tables_add_up(made: list[list]) -> None:
    bodies, total = [], 0
    for number, lines in enumerate(made):
        segments: list[str] = []
        for code, paid, adjustments in lines:
            segments.append(f"SVC*HC:{code}*{paid + sum(one for _, one in adjustments)}*{paid}")
            segments += [f"CAS*CO*{reason}*{one}" for reason, one in adjustments]
        charge = sum(paid + sum(one for _, one in adjustments) for _, paid, adjustments in lines)
        paid = sum(paid for _, paid, _ in lines)
        bodies.append(claim(f"C{number}", "1", str(charge), str(paid), *segments))
        total += paid
    denials = Denials()
    for one in read_answers(io.BytesIO(remittance(*bodies, amount=total).encode()), "a.835"):
        if isinstance(one, ClaimPayment):
            denials.add(explain(one))
    for by in ("cause", "reason", "code", "provider", "payer"):
        rows = list(denials.rows([by]))
        assert sum((row.dollars for row in rows), Decimal()) == denials.at_stake
        assert all(0 <= row.denied <= row.decided or row.key == "no line" for row in rows)
    assert denials.whole + denials.partly <= denials.claims == len(made)
