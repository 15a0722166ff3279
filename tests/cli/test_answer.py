"""``noso answer``: the same answers as a table, JSON and CSV; what is wrong is told, the rest goes on."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from nosologist.cli import main
from x12_files import claim, interchange, remittance

ROOT = Path(__file__).resolve().parents[2]
REMIT = remittance(
    claim("C1", "1", "250", "60", "SVC*HC:99213:25*100*60**1", "CAS*CO*45*15", "CAS*PR*1*25",
          "SVC*HC:20610:59*150*0**1*HC:20611", "CAS*CO*97*150", "LQ*HE*M15", share="25", filing="MB"),
    claim("C2", "1", "80", "80", "MOA***MA01"),
    claim("=C3", "4", "9", "0", "CAS*PR*27*9"),
    amount=130, plb=["PLB*1*20261231*WO:A*10"],
)  # fmt: skip


@pytest.fixture
def remit(tmp_path: Path) -> Path:
    path = tmp_path / "one.835"
    path.write_text(REMIT, "utf-8")
    return path


def test_a_table_tells_all(remit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["answer", str(remit)]) == 0
    out = capsys.readouterr().out
    for words in (
        "=== one.835 · HEALTH PLAN ONE · 130.00 on 2026-03-01 · CHECK77",
        "C1  partly denied  charge 250.00, paid 60.00, patient 25.00 · processed as first payer · payer's number ICNC1",
        "line 2 20610-59, billed as 20611: charge 150.00, paid 0.00  DENIED",
        "CO-97      150.00  bundling: paid as part of another service",
        "M15    billed separately but bundled",
        "appeal: redetermination to Medicare contractor by 2026-07-04 (Medicare, level 1 of 5: 42 CFR 405.942",
        "PR-27        9.00  eligibility: the service is after coverage ended, the patient's to pay",
        "provider adjustment WO 10.00: overpayment taken back, reference A",
    ):
        assert words in out
    assert "QUILL" not in out
    assert "MEMBER77" not in out


def test_json_and_csv_tell_the_same(remit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["answer", str(remit), "--format", "jsonl"]) == 0
    objects = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["kind"] for one in objects] == ["payment", *["claim payment"] * 3, "provider adjustment"]
    first = objects[1]
    assert (first["outcome"], first["denied"], first["lines"][1]["denied"]) == ("partly denied", "150.00", True)
    assert first["appeal"]["deadline"] == "2026-07-04"
    assert len(first["appeal"]["levels"]) == 5
    assert "QUILL" not in json.dumps(objects)
    assert main(["answer", str(remit), "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["claim"], row["reason"], row["amount"]) for row in rows] == [
        ("C1", "45", "15.00"), ("C1", "1", "25.00"), ("C1", "97", "150.00"), ("C2", "", ""), ("'=C3", "27", "9.00"),
    ]  # fmt: skip
    assert (rows[2]["denial"], rows[2]["cause"], rows[2]["code"]) == ("yes", "bundling", "20610")


def test_one_claim_or_the_denied_ones(remit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["answer", str(remit), "--only", "denied", "--format", "csv"]) == 0
    assert "C2" not in capsys.readouterr().out
    assert main(["answer", str(remit), "--claim", "ICNC2", "--format", "jsonl"]) == 0
    assert [json.loads(line)["claim"] for line in capsys.readouterr().out.splitlines()] == ["C2"]


def test_acknowledgments_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = [
        *("HL*1**20*1", "NM1*PR*2*PLAN", "HL*2*1*21*1", "TRN*2*B1", "STC*A1:19:PR*20260302*WQ*180"),
        *("HL*3*2*PT", "TRN*2*C1", "STC*A7:562:85*20260302*U*60", "SVC*HC:99213*60", "STC*A7:476*20260302*U"),
    ]
    body = ["AK1*HC*7", "AK2*837*0002", "IK3*NM1*17*2010BA*8", "IK4*9*67*7*X", "IK5*R*5", "AK9*R*1*1*0*5"]
    (tmp_path / "a.277").write_text(interchange("277", status), "utf-8")
    (tmp_path / "b.999").write_text(interchange("999", body), "utf-8")
    (tmp_path / "notes.txt").write_text("no X12 at all", "utf-8")
    assert main(["answer", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    for words in (
        "B1 (submitter)\n  2026-03-02 A1:19 acknowledged: received, not yet accepted; received (payer)",
        "C1\n  2026-03-02 A7:562 rejected: information is wrong; National Provider Identifier (billing provider)",
        "  line 99213 A7:476 rejected: information is wrong; units of service",
        "set 837 0002 of group 7: rejected (segments in error)\n  NM109 in segment 17, loop 2010BA: code value not valid",
        "group 7 (HC): rejected, 0 of 1 sets accepted (number of sets is wrong)",
    ):
        assert words in out
    assert main(["answer", str(tmp_path), "--format", "jsonl"]) == 0
    kinds = [json.loads(line)["kind"] for line in capsys.readouterr().out.splitlines()]
    assert kinds == ["claim status", "claim status", "set acknowledgment", "group acknowledgment"]


def test_what_is_wrong_is_told_and_the_rest_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.835").write_text("ISA*broken", "utf-8")
    (tmp_path / "b.835").write_text(REMIT.replace("SVC*HC:99213:25*100", "SVC*HC:99213:25*101"), "utf-8")
    (tmp_path / "c.835").write_text(REMIT, "utf-8")
    assert main(["answer", str(tmp_path), "--format", "jsonl"]) == 2
    out, err = capsys.readouterr()
    assert len([line for line in out.splitlines() if "claim payment" in line]) == 6
    assert "a.835: segment 1 at byte 0" in err
    assert "b.835: segment 15 (SVC03) at byte" in err
    assert main(["answer", str(tmp_path / "b.835"), "--format", "csv"]) == 1
    assert main(["answer", str(tmp_path / "none.835")]) == 2
    (tmp_path / "empty").mkdir()
    assert main(["answer", str(tmp_path / "empty")]) == 2
    assert "holds no X12 file" in capsys.readouterr().err


def test_many_flaws_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.835"
    path.write_text(remittance(*[claim(f"C{n}", "1", "80", "79") for n in range(70)], amount=70 * 79), "utf-8")
    assert main(["answer", str(path), "--format", "csv"]) == 1
    err = capsys.readouterr().err.splitlines()
    assert len(err) == 51
    assert err[-1] == "noso: 20 more flaws"


def test_a_payer_cannot_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.835"
    path.write_text(remittance(claim("C1\x1b[2J", "1", "80", "80"), amount=80), "utf-8")
    main(["answer", str(path)])
    assert "\x1b" not in capsys.readouterr().out


def test_claims_in_a_folder_are_passed_over(capsys: pytest.CaptureFixture[str]) -> None:
    folder = ROOT / "examples" / "answers"
    assert main(["answer", str(folder), "--format", "jsonl"]) == 0
    kinds = {json.loads(line)["kind"] for line in capsys.readouterr().out.splitlines()}
    assert kinds >= {"claim payment", "claim status", "set acknowledgment"}
    assert main(["denials", str(folder)]) == 0
    capsys.readouterr()
    assert main(["answer", str(folder / "sent.837")]) == 1
    assert "is a claim, not an answer" in capsys.readouterr().err


def test_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(REMIT.encode())))
    assert main(["answer", "-", "--format", "csv"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 6


def test_the_example_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["answer", str(ROOT / "examples" / "answers" / "remittance.835")]) == 0
    assert "send a new claim" in capsys.readouterr().out
