"""``noso appeal``: the letter holds the facts and the record's words, never what the record lacks, and marks what is a person's."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from nosologist.answers.evidence import evidence_in, says_lack
from nosologist.answers.letter import CUT
from nosologist.cli import main
from nosologist.codesets.payer_codes import reasons, remarks
from x12_files import claim, remittance

NOTE = (
    "HPI\nKnee pain, worse on stairs.\n\nASSESSMENT\n1. Right knee OA. Injected today, separate site.\n2. Gout, toe.\n"
)
DENIED = ("DTM*232*20260110", "SVC*HC:20610:59*150*0**1", "DTM*472*20260110", "CAS*CO*97*150", "LQ*HE*M15")


def coded(**more: Any) -> dict[str, Any]:
    start = NOTE.index("knee OA")
    return {
        "version": 1,
        "document": {"id": "visit"},
        "codes": [
            {
                "code": "M17.11",
                "title": "Unilateral primary osteoarthritis, right knee",
                "evidence": [{"start": start, "end": start + 7, "text": "knee OA"}],
                "path": ["Osteoarthritis", "knee"],
                "reasons": [
                    {"step": "index", "text": "Osteoarthritis > knee leads to M17", "cites": ["ICD-10-CM Index Osteo"]},
                    {
                        "step": "tabular",
                        "text": "type not stated: presumed primary",
                        "cites": ["ICD-10-CM Tabular M17"],
                    },
                ],
            },
            {"code": "M10.9", "title": "Gout", "evidence": [{"start": 0, "end": 3, "text": "HPI"}], "reasons": []},
            {"code": "Z00.00", "title": "Nothing speaks for it", "evidence": [], "reasons": []},
        ],
        **more,
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.835").write_text(
        remittance(
            claim("C1", "1", "150", "0", *DENIED, filing="MB"),
            claim("C2", "1", "80", "80"),
            claim("C3", "4", "9", "0", "MOA***MA130", "SVC*HC:99213*9*0", "CAS*CO*16*9", filing="MB"),
            amount=80,
        ),
        "utf-8",
    )
    (tmp_path / "coded.json").write_text(json.dumps([coded()]), "utf-8")
    (tmp_path / "visit.txt").write_text(NOTE, "utf-8")
    return tmp_path


def appeal(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(["appeal", str(folder / "a.835"), *map(str, arguments)]) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def refused(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(["appeal", str(folder / "a.835"), *map(str, arguments)]) == 2
    return capsys.readouterr().err


def test_the_facts_of_the_decision(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body, _, sheet = appeal(folder, capsys, "--claim", "C1").partition(CUT)
    for words in (
        "Subject: request for redetermination",
        "- Patient: QUILL, ADA M",
        "- Member number: MEMBER77",
        "- Your claim number: ICNC1",
        "- Service: 2026-01-10\n",
        "- Your notice: CHECK77 of 2026-03-01",
        "- Amount in question: 150.00",
        "- line 1, 20610-59, 2026-01-10, charge 150.00, paid 0.00: adjusted by CO-97 150.00, remarks M15",
        "- Line 1: [[SAY WHY THE SERVICES STAND APART",
        "[[QUOTE THE WORDS OF THE RECORD",
        "[[SIGNATURE",
    ):
        assert words in body
    assert "last day 2026-07-04 (Medicare; 42 CFR 405.942)" in sheet
    assert "Read first: NCCI002" in sheet
    assert "97: paid as part of another service" in sheet


def test_the_record_in_its_own_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chart = ("--claim", "C1", "--chart", folder / "coded.json")
    body = appeal(folder, capsys, *chart, "--code", "M17.11")
    assert '- M17.11 Unilateral primary osteoarthritis, right knee\n  - "knee OA"\n' in body
    assert "  - Osteoarthritis > knee leads to M17\n" in body
    assert "Sources: ICD-10-CM Index Osteo.\n" in body, "a reason about what is not stated is left out with its source"
    assert "Gout" not in body
    whole = appeal(folder, capsys, *chart, "--note", folder / "visit.txt", "--code", "m1711")
    assert '  - "1. Right knee OA. Injected today, separate site."\n' in whole
    assert "Z00.00" not in appeal(folder, capsys, *chart)


def test_the_letter_never_says_that_something_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lists = [list(reasons()), list(remarks())]
    skipped = {"MA130", "N211", "MA44", "N704", "N83", "N111"}
    lines = [
        segment
        for number, code in enumerate(lists[0])
        for segment in (
            "SVC*HC:99213*1*0",
            f"CAS*CO*{code}*1",
            *(f"LQ*HE*{remark}" for remark in lists[1][number::256] if remark not in skipped),
        )
    ]
    count = len(lists[0])
    (tmp_path / "a.835").write_text(remittance(claim("C1", "4", str(count), "0", *lines)), "utf-8")
    body, cut, _ = appeal(tmp_path, capsys, "--claim", "C1").partition(CUT)
    assert cut
    assert "CO-50 1.00" in body
    told = re.sub(r"\[\[.*?\]\]", "", body)
    assert not says_lack(told)
    assert not says_lack(body)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--claim", "C9"], "no claim of that number"),
        (["--claim", "C2"], "nothing of it was denied (paid)"),
        (["--claim", "C3"], "MA130: no appeal; send a new claim"),
        (["--claim", "C1", "--level", "0"], "levels count from 1"),
        (["--claim", "C1", "--level", "9"], "has 5 levels"),
        (["--claim", "C1", "--code", "M17.11"], "name it with --chart"),
        (["--claim", "C1", "--chart", "coded.json", "--code", "A00.0"], "has no code A000 with evidence"),
        (["--claim", "C1", "--chart", "coded.json", "--document", "x"], "has no document 'x'"),
        (["--claim", "C1", "--chart", "a.835"], "not JSON"),
        (["--claim", "C1", "--chart", "none.json"], "cannot be read"),
        (["--claim", "C1", "--out", "visit.txt"], "may hold a person's words"),
        (["--claim", "C1", "--out", "no/folder.md"], "cannot be written"),
    ],
)
def test_what_cannot_be_drafted_is_told(
    arguments: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert said in refused(folder, capsys, *arguments)


def test_a_chart_of_several_or_another_note_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chart = folder / "coded.json"
    (folder / "visit.txt").write_text("Another note altogether, long enough to hold the place of the words.", "utf-8")
    assert "was not coded from this note" in refused(
        folder, capsys, "--claim", "C1", "--chart", chart, "--note", folder / "visit.txt"
    )
    chart.write_text("\n".join(json.dumps(coded(document={"id": name})) for name in ("one", "two")), "utf-8")
    assert "holds 2 documents" in refused(folder, capsys, "--claim", "C1", "--chart", chart)
    assert "From the document two" in appeal(folder, capsys, "--claim", "C1", "--chart", chart, "--document", "two")
    chart.write_text(json.dumps({"codes": [{"code": "A00"}], "document": {"id": "x"}, "evidence": 1}), "utf-8")
    assert "with evidence" not in appeal(folder, capsys, "--claim", "C1", "--chart", chart)
    chart.write_text(json.dumps({"codes": [{"evidence": [1]}], "document": {"id": "x"}}), "utf-8")
    assert "has not the fields" in refused(folder, capsys, "--claim", "C1", "--chart", chart)
    chart.write_text(json.dumps([1]), "utf-8")
    assert "is no JSON of noso code" in refused(folder, capsys, "--claim", "C1", "--chart", chart)


def test_the_last_decision_counts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    again = remittance(claim("C1", "22", "-150", "0", "CAS*CO*97*-150"), claim("C1", "1", "150", "150"), amount=150,
                       day="20260401", control="000000019")  # fmt: skip
    (folder / "b.835").write_text(again, "utf-8")
    assert "nothing of it was denied (paid)" in refused(folder, capsys, folder / "b.835", "--claim", "C1")


def test_a_file_is_written_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = folder / "letter.md"
    assert appeal(folder, capsys, "--claim", "C1", "--out", out) == ""
    assert out.read_text("utf-8").startswith("[[LETTERHEAD")
    assert sorted(path.name for path in folder.iterdir()) == ["a.835", "coded.json", "letter.md", "visit.txt"]


def test_a_separator_of_lines_in_a_quote_ends_no_line(tmp_path: Path) -> None:
    coded = tmp_path / "coded.jsonl"
    evidence = [{"start": 0, "end": 4, "text": "Gout\u2028"}]
    one = {"document": {"id": "a"}, "codes": [{"code": "M10.9", "title": "Gout", "evidence": evidence, "reasons": []}]}
    other = {"document": {"id": "b"}, "codes": []}
    coded.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in (one, other)), "utf-8")
    [found] = evidence_in(coded, None, "a", [])
    assert found.code == "M10.9"
