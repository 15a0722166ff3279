"""The commands, as processes, the way a user starts them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from nosologist.codesets.library import Books

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def noso(*arguments: str, stdin: bytes = b"", timeout: float = 300) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "nosologist", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=timeout, check=False)


def test_jsonl_keeps_the_contract(books: Books) -> None:
    result = noso("code", str(EXAMPLES), "--format", "jsonl")
    assert result.returncode == 0, result.stderr
    lines = [json.loads(line) for line in result.stdout.decode().splitlines()]
    assert [line["document"]["id"] for line in lines] == sorted(path.stem for path in EXAMPLES.glob("*.txt"))
    for line in lines:
        assert list(line) == [
            "version", "document", "setting", "date", "releases", "codes", "not_coded", "findings", "queries", "groups",
        ]  # fmt: skip
        assert (line["version"], line["setting"], line["releases"]) == (1, "outpatient", ["icd10cm:2026-04"])
        text = (EXAMPLES / f"{line['document']['id']}.txt").read_text("utf-8")
        assert line["codes"]
        for code in line["codes"]:
            assert list(code) == [
                "system", "code", "title", "role", "poa", "confidence", "evidence", "path", "reasons",
            ]  # fmt: skip
            assert code["evidence"]
            assert {"step", "text", "cites"} == set(code["reasons"][0])
        for span in [span for code in line["codes"] for span in code["evidence"]] + line["not_coded"]:
            assert text[span["start"] : span["end"]] == span["text"]
        assert all(set(finding) == {"rule", "severity", "message", "codes"} for finding in line["findings"])


def test_two_runs_give_the_same_bytes(books: Books) -> None:
    assert (
        noso("code", str(EXAMPLES), "--format", "jsonl").stdout
        == noso("code", str(EXAMPLES), "--format", "jsonl").stdout
    )


def test_standard_input_and_settings(books: Books) -> None:
    note = b"Probable pneumonia with cough and fever"
    for setting, expected in (("outpatient", ["R05.9", "R50.9"]), ("inpatient", ["J18.9"])):
        result = noso("code", "-", "--setting", setting, "--format", "json", stdin=note)
        [coded] = json.loads(result.stdout)
        assert [code["code"] for code in coded["codes"]] == expected


def test_the_table_shows_evidence_reasons_and_what_was_not_coded(books: Books) -> None:
    out = noso("code", "-", stdin=b"Acute sinusitis. No pneumonia.").stdout.decode()
    for words in ("J01.90", "Acute sinusitis", "leads to", "not coded because", "negated", "J18.9", "DOC101"):
        assert words in out


def test_csv_is_a_table(books: Books) -> None:
    rows = list(csv.DictReader(io.StringIO(noso("code", str(EXAMPLES), "--format", "csv").stdout.decode())))
    assert {row["document"] for row in rows} == {path.stem for path in EXAMPLES.glob("*.txt")}
    assert all(row["code"] and row["evidence"] for row in rows)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["code", "absent.txt"], "absent.txt: cannot be read"),
        (["code", "-", "--date", "tomorrow"], "--date tomorrow"),
        (["code", "-", "--date", "1999-01-01"], "1999-01-01"),
        (["code", "-", "--age", "900"], "--age 900"),
        (["bench", "absent", "absent.tsv"], "absent.tsv"),
        (["code", "-", "--least-confidence", "7"], "--least-confidence 7"),
    ],
)
def test_a_mistake_ends_in_one_line_and_code_2(books: Books, arguments: list[str], words: str) -> None:
    result = noso(*arguments)
    errors = result.stderr.decode()
    assert result.returncode == 2
    assert words in errors
    assert "Traceback" not in errors
    assert len(errors.strip().splitlines()) == 1


def test_one_unreadable_note_does_not_stop_the_others(books: Books, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"Gout")
    (tmp_path / "b.txt").write_bytes(b"%PDF-1.4")
    (tmp_path / "c.txt").write_bytes(b"Asthma")
    result = noso("code", str(tmp_path), "--format", "csv")
    assert result.returncode == 2
    assert b"M10.9" in result.stdout
    assert b"J45.909" in result.stdout
    assert b"b.txt: byte 8: the PDF ends without its end mark" in result.stderr


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"\n" * 9, "עברית كحة 咳嗽".encode(), b"\x1b[31mred fever\x1b[0m", b"a" * 300_000]
)
def test_any_text_ends_in_a_result(books: Books, content: bytes) -> None:
    for form in ("table", "jsonl"):
        result = noso("code", "-", "--format", form, stdin=content)
        assert result.returncode == 0, result.stderr
        told = b"" if content.strip(b"\n\xff\xfe") else b"noso: standard input: holds no text of a note\n"
        assert result.stderr == told
    assert b"\x1b[31m" not in noso("code", "-", stdin=content).stdout


def test_bench_prints_scores(books: Books, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Gout. Asthma.")
    (tmp_path / "labels.tsv").write_text("id\tcode\na\tM10.9\na\tI10\n")
    out = noso("bench", str(tmp_path), str(tmp_path / "labels.tsv")).stdout.decode()
    assert "exact        precision 0.500  recall 0.500  F1 0.500" in out
    assert "I10" in out.split("worst misses")[1]
    assert "J45.909" in out.split("worst false alarms")[1]


@pytest.fixture
def measured_folder(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "a.txt").write_text("Assessment:\n1. Gout\n2. Asthma")
    (tmp_path / "b.txt").write_text("HPI: Fell from a ladder.\nAssessment:\n1. Left wrist sprain")
    (tmp_path / "labels.tsv").write_text("id\tcode\na\tM10.9\na\tI10\nb\tS63.502A\nb\tW11.XXXA\n")
    return str(tmp_path), str(tmp_path / "labels.tsv")


def test_bench_prints_intervals_and_sections(books: Books, measured_folder: tuple[str, str]) -> None:
    out = noso("bench", *measured_folder).stdout.decode()
    for name in ("exact", "3-character", "without V-Y"):
        [line] = [line for line in out.splitlines() if line.startswith(name)]
        low, high = line.split("(")[1].split(")")[0].split(" to ")
        assert 0 <= float(low) <= float(line.split("F1 ")[1].split()[0]) <= float(high) <= 1
    sections = out.split("section of the evidence")[1].split("worst")[0]
    assert "assessment" in sections
    assert "confidence" not in out
    assert out.split("speed")[0] == noso("bench", *measured_folder).stdout.decode().split("speed")[0]


def test_bench_measures_a_choice_of_notes(books: Books, measured_folder: tuple[str, str], tmp_path: Path) -> None:
    chosen = tmp_path / "chosen.tsv"
    chosen.write_text("doc\tratio\na\t0.9\n")
    out = noso("bench", *measured_folder, "--only", str(chosen)).stdout.decode()
    assert out.startswith("1 notes")
    assert "precision 0.500  recall 0.500" in out
    chosen.write_text("c\n")
    result = noso("bench", *measured_folder, "--only", str(chosen))
    assert (result.returncode, len(result.stderr.splitlines())) == (2, 1)
    assert b"names no note" in result.stderr


def test_bench_shows_what_the_confidence_is_worth(
    books: Books, measured_folder: tuple[str, str], tmp_path: Path
) -> None:
    out = noso("bench", *measured_folder, "--calibration").stdout.decode()
    table = out.split("confidence    codes   mean  right\n")[1].split("\n\n")[0]
    assert sum(int(line.split()[3]) for line in table.splitlines()) >= 3
    assert "drawn" not in out
    pytest.importorskip("matplotlib", reason="needs matplotlib, of the extra plots")
    picture = tmp_path / "curve.svg"
    assert f"drawn: {picture}" in noso("bench", *measured_folder, "--calibration", str(picture)).stdout.decode()
    assert picture.read_text().startswith("<?xml")


def test_help_has_examples() -> None:
    for arguments in (["--help"], ["code", "--help"], ["bench", "--help"]):
        assert b"examples:" in noso(*arguments).stdout


def test_start_up_loads_nothing_heavy(books: Books) -> None:
    program = (
        "import sys; from nosologist.cli import main; main(['code', '-', '--format', 'jsonl']); "
        "heavy = {'numpy', 'matplotlib', 'pydantic', 'click', 'rich', 'django', 'xml.etree.ElementTree', 'simple_icd_10_cm'}; "
        "heavy &= set(sys.modules); "
        "sys.exit(f'loaded: {heavy}' if heavy else 0)"
    )
    result = subprocess.run([sys.executable, "-c", program], input=b"Gout", capture_output=True, check=False)
    assert result.returncode == 0, result.stderr
