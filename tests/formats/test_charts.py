"""A file of any kind as charts: told by content, named as the person names it, refused with the reason."""

from __future__ import annotations

import builtins
import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import chart_files
from nosologist.errors import UnreadableNoteError
from nosologist.formats.chart import LARGEST_FILE, Chart, stamp
from nosologist.formats.charts import charts_in, is_chart, read_charts
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting, Sex

NOTE = "Assessment:\nGout."


def text_of(data: bytes) -> str:
    [chart] = charts_in(data, "chart", "chart")
    [document] = chart.documents
    return document.text


@pytest.mark.parametrize(
    "data",
    [
        NOTE.encode(),
        NOTE.encode("utf-16"),
        b"<p>Assessment:<br>Gout.</p>",
        rb"{\rtf1\ansi Assessment:\par Gout.}",
        chart_files.lines_pdf("Assessment:", "Gout."),
        chart_files.docx(chart_files.paragraph("Assessment:") + chart_files.paragraph("Gout.")),
        chart_files.zipped({"note.txt": NOTE.encode()}),
        chart_files.zipped({"inner.zip": chart_files.zipped({"note.txt": NOTE.encode()})}),
        chart_files.hl7("TXA|1|DS", "OBX|1|TX|||Assessment:~Gout."),
    ],
)
def test_the_same_note_in_every_format(data: bytes) -> None:
    assert text_of(data) == NOTE


def test_documents_are_called_by_their_file(tmp_path: Path) -> None:
    (tmp_path / "visit.txt").write_text(NOTE)
    (tmp_path / "visit.pdf").write_bytes(chart_files.lines_pdf("Gout."))
    (tmp_path / "stay.zip").write_bytes(chart_files.zipped({"a/b.txt": b"Gout.", "a/c.html": b"<p>Asthma"}))
    names = [
        document.id
        for file in ("visit.txt", "visit.pdf", "stay.zip")
        for chart in read_charts(tmp_path / file)
        for document in chart.documents
    ]
    assert names == ["visit", "visit.pdf", "stay.zip > a/b.txt", "stay.zip > a/c.html"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n", "an image that is cut short or damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", r"old Word file \(.doc\) or an encrypted Office file"),
        (b"ISA*00*          *", "X12 interchange .* a chart is expected"),
        (b"\x1f\x8b\x08\x00", "gzip file, which is not read; unpack it first"),
        (b"PK\x03\x04 cut", "a zip that is cut short or damaged"),
        (chart_files.zipped({}), "a zip without documents"),
        (chart_files.zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b""}), "no Word document"),
        (b"<?xml version='1.0'?><feed/>", "line 1: XML whose root is 'feed'"),
        (b"<?xml version='1.0'?><a><b></a>", r"line 1, column \d+: not well-formed XML"),
        (
            b'<!DOCTYPE x [<!ENTITY a "aaaa">]><ClinicalDocument>&a;</ClinicalDocument>',
            "line 1: declares a document type",
        ),
        (b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', "line 1: declares a document type"),
        (b"<section>" * 300, "line 1: more than 200 elements inside one another"),
        (b'{"a": 1}', "no FHIR resource"),
        (b'{"resourceType": "Patient",', "not JSON"),
        (b"[" * 100_000, "not JSON|nested too deep"),
        (rb"{\rtf1 {\b cut", "the RTF file ends with 2 groups still open"),
        (rb"{\rtf1 }", "RTF file without text"),
        (b"<html><body><img src='x'></body></html>", "HTML page without text"),
    ],
)
def test_what_is_refused_and_why(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableNoteError, match=f"^chart.*{reason}"):
        list(charts_in(data, "chart", "chart"))


def test_a_bad_member_does_not_stop_the_others() -> None:
    members = {"a.txt": b"Gout.", "b.pdf": b"%PDF-1.4 cut", "c.xsl": b"<x/>", "d.png": b"\x89PNG", "e.txt": b"Asthma."}
    charts = list(charts_in(chart_files.zipped(members), "s.zip", "s.zip"))
    assert [document.text for chart in charts for document in chart.documents] == ["Gout.", "Asthma."]
    [pdf, png] = [error for chart in charts for error in chart.unreadable]
    assert pdf.startswith("s.zip > b.pdf: byte 12: the PDF ends")
    assert png.startswith("s.zip > d.png: an image that is cut short or damaged")


def test_zip_bombs_and_names_that_lead_out() -> None:
    data = chart_files.zipped({"zeros.txt": bytes(30_000_000), "../out.txt": b"x", "ok.txt": b"Gout."})
    charts = list(charts_in(data, "s.zip", "s.zip"))
    errors = [error for chart in charts for error in chart.unreadable]
    assert "leads out of the archive" in errors[0]
    assert "refused as a zip bomb" in errors[1]
    assert [document.text for chart in charts for document in chart.documents] == ["Gout."]


def test_a_member_without_a_name_is_no_crash() -> None:
    data = chart_files.zipped({"abcd": b"Gout."}).replace(b"abcd", b"\0bcd")
    [chart] = charts_in(data, "s.zip", "s.zip")
    assert chart.documents or chart.unreadable


def test_zips_nest_only_so_deep() -> None:
    data = b"Gout."
    for _ in range(7):
        data = chart_files.zipped({"a.zip": data})
    [chart] = charts_in(data, "s.zip", "s.zip")
    assert "documents nest too deep" in chart.unreadable[0]


def test_an_encrypted_member_is_told() -> None:
    data = bytearray(chart_files.zipped({"a.txt": b"Gout."}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    [chart] = charts_in(bytes(data), "s.zip", "s.zip")
    assert "is encrypted" in chart.unreadable[0]


def test_a_damaged_member_is_told() -> None:
    data = bytearray(chart_files.zipped({"a.txt": b"Gout. " * 50}))
    data[45] ^= 0xFF
    [chart] = charts_in(bytes(data), "s.zip", "s.zip")
    assert "cut short or damaged" in chart.unreadable[0]


def test_huge_and_missing_files(tmp_path: Path) -> None:
    with (tmp_path / "huge.pdf").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(UnreadableNoteError, match=r"huge\.pdf: 64\.0 MB are more than one chart"):
        list(read_charts(tmp_path / "huge.pdf"))
    with pytest.raises(UnreadableNoteError, match="cannot be read"):
        list(read_charts(tmp_path / "absent.pdf"))


def test_a_text_of_two_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    with (path := tmp_path / "two.txt").open("wb") as file:
        file.write(b"Gout.")
        file.truncate(2 * 1024**3)  # a hole, which takes no room
    with pytest.raises(UnreadableNoteError, match=r"two\.txt: 2147\.5 MB are more than one chart .*; split it"):
        list(read_charts(path))


def test_large_carriers_are_read_and_long_texts_refused() -> None:
    packed = b'{"resourceType":"Binary","data":"' + b"A" * 5_000_000 + b'"}'
    note = b'{"resourceType":"DiagnosticReport","conclusion":"Gout."}'
    [chart] = charts_in(
        b'{"resourceType":"Bundle","entry":[{"resource":%s},{"resource":%s}]}' % (packed, note), "b", "b"
    )
    assert [document.text for document in chart.documents] == ["IMPRESSION:\nGout."]
    [long] = charts_in(b"<section><text>" + b"gout " * 900_000 + b"</text></section>", "s.xml", "s.xml")
    assert long.documents == ()
    assert long.unreadable[0].startswith("s.xml: 4,499,999 characters are more than one document")


def test_halves_of_characters_never_reach_the_output() -> None:
    text = text_of(b'{"resourceType":"Composition","section":[{"text":{"div":"<div>Gout \\ud800.</div>"}}]}')
    assert text.encode("utf-8").decode() == "Gout \ufffd."


@pytest.mark.parametrize(("library", "data"), [("striprtf", rb"{\rtf1 a}"), ("pypdfium2", chart_files.lines_pdf("a"))])
def test_a_missing_library_names_the_extra(library: str, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *arguments: Any, **named: Any) -> Any:
        if name.partition(".")[0] == library:
            raise ImportError(name)
        return real(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UnreadableNoteError, match=rf"{library} is not installed; .*nosologist\[formats\]"):
        list(charts_in(data, "chart", "chart"))


def test_which_files_of_a_folder_are_charts(tmp_path: Path) -> None:
    for name, content in {
        "a.txt": b"", "b.PDF": b"", "c.csv": b"", ".d.txt": b"", "labels.json": b'{"a": ["I10"]}',
        "fhir.json": b'{"resourceType": "Patient"}', "other.xml": b"<a/>", "ccd.xml": b'<ClinicalDocument xmlns="urn:hl7-org:v3"/>',
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(content)
    (tmp_path / "e.txt").mkdir()
    assert sorted(file.name for file in tmp_path.iterdir() if is_chart(file)) == [
        "a.txt",
        "b.PDF",
        "ccd.xml",
        "fhir.json",
    ]


def test_what_the_person_states_wins_over_the_chart() -> None:
    documents = (Document("a", "x"),)
    chart = Chart(documents, date(2026, 3, 3), Setting.INPATIENT, date(1950, 3, 4), Sex.FEMALE)
    taken = chart.encounter(Encounter(()))
    assert (taken.setting, taken.date, taken.age, taken.sex) == (Setting.INPATIENT, date(2026, 3, 3), 75, Sex.FEMALE)
    stated = chart.encounter(Encounter((), Setting.ED, date(2026, 3, 4), sex=Sex.MALE), setting_is_given=True)
    assert (stated.setting, stated.date, stated.age, stated.sex) == (Setting.ED, date(2026, 3, 4), 76, Sex.MALE)
    assert Chart(documents).encounter(Encounter(())) == Encounter(documents)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20260301", date(2026, 3, 1)),
        ("202603011230+0100", date(2026, 3, 1)),
        ("2026", None),
        ("20261301", None),
        (None, None),
    ],
)
def test_time_stamps(text: str | None, day: date | None) -> None:
    assert stamp(text) == day


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_member_of_any_packing_is_told(packing: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        archive.writestr("a.txt", "Gout and asthma. " * 60)
    whole = out.getvalue()
    assert "Gout" in text_of(whole)
    data = bytearray(whole)
    for at in range(48, 62):
        data[at] ^= 0x5A
    [chart] = charts_in(bytes(data), "in.zip", "in.zip")
    assert (chart.documents, "damaged" in chart.unreadable[0]) == ((), True)


@pytest.mark.parametrize("data", [b"", b" \r\n\n", b"\xef\xbb\xbf"])
def test_a_text_without_words_is_told(data: bytes) -> None:
    [chart] = charts_in(data, "note.txt", "note.txt")
    assert chart.remarks == ("note.txt: holds no text of a note",)
