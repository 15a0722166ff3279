"""``noso code`` on charts of every kind."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest

import chart_files
from nosologist.codesets.library import Books


def noso(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "nosologist", "code", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=300, check=False)


def test_a_folder_of_charts_of_every_kind(books: Books, tmp_path: Path) -> None:
    for name, content in {
        "a.pdf": chart_files.lines_pdf("Assessment:", "Gout."),
        "b.docx": chart_files.docx(chart_files.paragraph("Assessment: Asthma.")),
        "c.xml": chart_files.ccda(
            chart_files.section("11535-2", "", "Pneumonia."), chart_files.section("10164-2", "", "Cough.")
        ),
        "d.hl7": chart_files.hl7("TXA|1|DS", "OBX|1|TX|||Discharge diagnosis: Acute cystitis."),
        "e.zip": chart_files.zipped({"x.rtf": rb"{\rtf1 Assessment: Mumps.}", "y.pdf": chart_files.locked_pdf()}),
    }.items():
        (tmp_path / name).write_bytes(content)
    result = noso(str(tmp_path), "--format", "jsonl")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(line["document"]["id"], line["codes"][0]["code"], line["setting"], line["date"]) for line in lines] == [
        ("a.pdf", "M10.9", "outpatient", None),
        ("b.docx", "J45.909", "outpatient", None),
        ("c.xml", "J18.9", "inpatient", "2026-03-02"),
        ("d.hl7 > message 1", "N30.00", "inpatient", "2026-03-02"),
        ("e.zip > x.rtf", "B26.9", "outpatient", None),
    ]
    for line in lines:
        text = line["document"]["text"]
        spans = [span for code in line["codes"] for span in code["evidence"]]
        assert all(text[span["start"] : span["end"]] == span["text"] for span in spans)
    assert lines[2]["document"] | {"text": ""} == {
        "id": "c.xml", "kind": "Discharge summary", "author": "Quill, Wil", "written": "2026-03-03", "format": "C-CDA", "text": "",
    }  # fmt: skip
    assert result.returncode == 2
    assert b"e.zip > y.pdf: an encrypted PDF; remove its password first" in result.stderr


def test_options_win_over_the_chart(books: Books) -> None:
    data = chart_files.ccda(chart_files.section("51848-0", "", "Probable pneumonia with cough."))
    [line] = json.loads(noso("-", "--format", "json", stdin=data).stdout)
    assert (line["setting"], [code["code"] for code in line["codes"]]) == ("inpatient", ["J18.9"])
    [line] = json.loads(noso("-", "--format", "json", "--setting", "ed", "--date", "2026-04-02", stdin=data).stdout)
    assert (line["setting"], line["date"], [code["code"] for code in line["codes"]]) == ("ed", "2026-04-02", ["R05.9"])


def test_a_chart_from_before_any_release_is_coded_and_told(books: Books) -> None:
    data = chart_files.ccda(chart_files.section("51848-0", "", "Gout.")).replace(b"20260302", b"20090302")
    result = noso("-", "--format", "json", stdin=data)
    [line] = json.loads(result.stdout)
    assert (result.returncode, line["date"], line["codes"][0]["code"]) == (0, None, "M10.9")
    assert (
        b"stdin: dated 2009-03-02; coded with the newest release, because no ICD-10-CM release is known"
        in result.stderr
    )


@pytest.mark.parametrize(("amount", "lines"), [("none", 0), ("few", 6), ("all", 8)])
def test_remarks(books: Books, amount: str, lines: int) -> None:
    bad = "<entry><act/></entry>" * 8
    data = chart_files.ccda(chart_files.section("51848-0", "", "Gout.").replace("</section>", f"{bad}</section>"))
    result = noso("-", "--remarks", amount, stdin=data)
    assert result.returncode == 0
    assert len(result.stderr.splitlines()) == lines
    if amount == "few":
        assert b"3 more remarks (--remarks all shows them)" in result.stderr


def test_a_chart_without_a_note_is_no_fault(books: Books) -> None:
    result = noso("-", "--format", "jsonl", stdin=chart_files.hl7("DG1|1||M10.9^Gout", kind="ADT^A01"))
    assert (result.returncode, result.stdout) == (0, b"")
    assert b"ADT^A01 holds no text of a note" in result.stderr


def stay(folder: Path) -> Path:
    folder.mkdir()
    (folder / "1.txt").write_text("Assessment:\n1. Gout.\n", "utf-8")
    (folder / "2.txt").write_text("Assessment:\n1. Asthma, no pneumonia.\n2. Gout, better.\n", "utf-8")
    return folder


def test_a_folder_that_is_one_encounter(books: Books, tmp_path: Path) -> None:
    folder = stay(tmp_path / "stay 7")
    other = tmp_path / "alone.txt"
    other.write_text("Assessment: Mumps.", "utf-8")
    result = noso(str(other), "--encounter", str(folder), "--format", "jsonl")
    alone, whole = [json.loads(line) for line in result.stdout.splitlines()]
    assert (alone["document"]["id"], [code["code"] for code in alone["codes"]]) == ("alone", ["B26.9"])
    assert (whole["document"]["id"], [code["code"] for code in whole["codes"]]) == ("stay 7", ["M10.9", "J45.909"])
    assert [quote["document"] for quote in whole["codes"][0]["evidence"]] == ["1", "2"]
    shown = noso("--encounter", str(folder)).stdout.decode()
    assert "1  1\n2  2\n" in shown
    assert "2 “2. Gout, better.”" in shown


def test_notes_that_are_one_encounter_together(books: Books, tmp_path: Path) -> None:
    folder = stay(tmp_path / "s")
    (folder / "3.pdf").write_bytes(b"%PDF-1.4 cut")
    result = noso(*(str(folder / name) for name in ("1.txt", "2.txt", "3.pdf")), "--together", "--format", "json")
    [whole] = json.loads(result.stdout)
    assert (whole["document"]["id"], len(whole["documents"])) == ("1.txt and 2 more", 2)
    assert (result.returncode, b"3.pdf: byte" in result.stderr) == (2, True)


def test_a_folder_that_is_a_fhir_export(books: Books, tmp_path: Path) -> None:
    links = {"subject": {"reference": "Patient/p"}, "context": {"encounter": [{"reference": "Encounter/e"}]}}
    data = base64.b64encode(b"Discharge diagnosis: Probable pneumonia.").decode()
    for name, content in {
        "DocumentReference": {
            "resourceType": "DocumentReference",
            **links,
            "content": [{"attachment": {"data": data}}],
        },
        "Encounter": {
            "resourceType": "Encounter",
            "id": "e",
            "class": {"code": "IMP"},
            "period": {"end": "2026-03-02"},
        },
        "Patient": {"resourceType": "Patient", "id": "p", "birthDate": "1950-03-04"},
    }.items():
        (tmp_path / f"{name}.ndjson").write_text(json.dumps(content) + "\n", "utf-8")
    result = noso("--export", str(tmp_path), "--format", "jsonl")
    [stay] = [json.loads(line) for line in result.stdout.splitlines()]
    assert (stay["setting"], stay["date"], [one["code"] for one in stay["codes"]]) == (
        "inpatient",
        "2026-03-02",
        ["J18.9"],
    )
    assert stay["document"]["id"] == f"{tmp_path.name}/DocumentReference.ndjson: line 1"
    assert (result.returncode, result.stderr) == (0, b"")


def test_what_is_no_encounter_is_told(books: Books, tmp_path: Path) -> None:
    assert b"is no folder; give a folder" in noso("--encounter", str(tmp_path / "none")).stderr
    assert b"holds no charts" in noso("--encounter", str(tmp_path)).stderr
    assert b"is no folder; give the folder with the .ndjson" in noso("--export", str(tmp_path / "none")).stderr
    assert b"holds no .ndjson files" in noso("--export", str(tmp_path)).stderr
    assert b"nothing to read; name a note" in noso().stderr


def test_a_record_with_a_discharge_summary_is_of_a_stay(books: Books, tmp_path: Path) -> None:
    folder = tmp_path / "stay"
    folder.mkdir()
    (folder / "day.txt").write_text("PROGRESS NOTE 3/1/2026\nAssessment: Pneumonia.\n", "utf-8")
    (folder / "end.txt").write_text(
        "DISCHARGE SUMMARY\nDate of discharge: 3/4/2026\nDischarge diagnoses: Gout.\n", "utf-8"
    )
    result = noso("--encounter", str(folder), "--format", "json")
    [whole] = json.loads(result.stdout)
    assert (whole["setting"], {code["code"] for code in whole["codes"]}) == ("inpatient", {"M10.9", "J18.9"})
    assert b"stay: does not tell its setting; taken as inpatient, because it has a discharge summary" in result.stderr
    [given] = json.loads(noso("--encounter", str(folder), "--format", "json", "--setting", "ed").stdout)
    assert given["setting"] == "ed"
