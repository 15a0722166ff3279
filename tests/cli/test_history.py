"""``noso answer --history``: 837, TA1, 999, 277CA and 835 of a claim joined by control numbers, in whatever order they are read."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from nosologist.cli import main
from x12_files import GROUPS, claim, interchange, isa, remittance

CLAIM = ["HL*2*1*22*0", "SBR*P*18*******MB", "NM1*PR*2*HEALTH PLAN ONE*****PI*PLAN1"]


def sent(batch: str, day: str, control: str, group: str, *claims: str) -> str:
    body = [f"BHT*0019*00*{batch}*{day}*0900*CH", "HL*1**20*1", *CLAIM, *claims]
    text = interchange("837", body, control)
    return text.replace("*20260301*0900*7*X", f"*{day}*0900*{group}*X").replace("GE*1*7", f"GE*1*{group}")


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(GROUPS, "837", ("HC", "005010X222A1"))
    (tmp_path / "a_remit.835").write_text(
        remittance(
            claim("C1", "1", "150", "60", "CAS*CO*45*90"),
            claim("C2", "4", "80", "0", "CAS*CO*29*80"),
            amount=60,
            day="20260320",
        ),
        "utf-8",
    )
    status = [
        *("HL*1**20*1", "NM1*PR*2*HEALTH PLAN ONE", "HL*2*1*21*1", "TRN*2*B1", "STC*A1:19:PR*20260303*WQ*230"),
        *("HL*3*2*PT", "TRN*2*C1", "STC*A2:20*20260304*WQ*150", "REF*1K*ICNC1"),
        *("TRN*2*C3", "STC*A7:562:85*20260304*U*5"),
    ]
    (tmp_path / "b_status.277").write_text(interchange("277", status), "utf-8")
    body = ["AK1*HC*21*005010X222A1", "AK2*837*0001", "IK5*A", "AK9*A*1*1*1"]
    (tmp_path / "c.999").write_text(interchange("999", body).replace("20260301", "20260302"), "utf-8")
    ta1 = f"{isa()}TA1*000000091*260301*0900*A*000~IEA*0*000000017~"
    (tmp_path / "d.ta1").write_text(ta1.replace("260301*0900*^", "260302*0900*^"), "utf-8")
    out = sent("B1", "20260301", "000000091", "21", "CLM*C1*150***11:B:1", "CLM*C2*80***11:B:7")
    (tmp_path / "e.837").write_text(out, "utf-8")
    (tmp_path / "f.837").write_text(sent("B9", "20250301", "000000055", "21", "CLM*OLD*9***11:B:1"), "utf-8")
    return tmp_path


def lines(box: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert main(["answer", str(box), "--history", *arguments]) == 0, capsys.readouterr().err
    return capsys.readouterr().out.splitlines()


def test_one_line_over_time(box: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lines(box, capsys) == [
        "C1: 2026-03-01 sent, 150 to HEALTH PLAN ONE [837] → 2026-03-02 file accepted [TA1] → 2026-03-02 set accepted [999] → "
        "2026-03-03 acknowledged: received, not yet accepted; received (payer) [277CA] → "
        "2026-03-04 accepted for adjudication; accepted for processing [277CA] → 2026-03-20 paid: 60.00 of 150.00 [835]",
        "C2: 2026-03-01 sent as a replacement, 80 to HEALTH PLAN ONE [837] → 2026-03-02 file accepted [TA1] → "
        "2026-03-02 set accepted [999] → 2026-03-03 acknowledged: received, not yet accepted; received (payer) [277CA] → "
        "2026-03-20 denied (timely filing): 0.00 of 80.00 [835]",
        "C3: 2026-03-04 rejected: information is wrong; National Provider Identifier (billing provider) [277CA]",
        "OLD: 2025-03-01 sent, 9 to HEALTH PLAN ONE [837]",
    ]


def test_one_claim_by_either_number(box: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [line[:3] for line in lines(box, capsys, "--claim", "C2")] == ["C2:"]
    assert [line[:3] for line in lines(box, capsys, "--claim", "ICNC1")] == ["C1:"]


def test_json_and_csv(box: Path, capsys: pytest.CaptureFixture[str]) -> None:
    objects = [json.loads(line) for line in lines(box, capsys, "--format", "jsonl")]
    assert [event["stage"] for event in objects[0]["events"]] == ["837", "TA1", "999", "277CA", "277CA", "835"]
    rows = list(csv.DictReader(io.StringIO("\n".join(lines(box, capsys, "--format", "csv")))))
    assert len([row for row in rows if row["claim"] == "C1"]) == 6
    assert rows[0]["file"] == "e.837"


def test_a_rejected_group_or_set(box: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = ["AK1*HC*21", "AK2*837*0001", "IK5*R*5", "AK9*R*1*1*0*5"]
    (box / "c.999").write_text(interchange("999", body).replace("20260301", "20260302"), "utf-8")
    line = lines(box, capsys, "--claim", "C2")[0]
    assert (
        "2026-03-02 set rejected: segments in error [999] → 2026-03-02 group rejected: number of sets is wrong [999]"
        in line
    )


def test_what_makes_no_sense_is_told(box: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["answer", str(box), "--history", "--only", "denied"]) == 2
    assert "leave --only out" in capsys.readouterr().err
