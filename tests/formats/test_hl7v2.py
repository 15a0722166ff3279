"""HL7 v2: texts put together, escapes undone, batches gone through to the end."""

from __future__ import annotations

import base64
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import chart_files
from chart_files import hl7
from nosologist.formats.chart import Chart
from nosologist.formats.charts import charts_in, read_charts
from nosologist.formats.hl7_message import Segment
from nosologist.model.encounter import Setting, Sex

MARKS = "|^~\\&"
TXA = "TXA|1|DS|TX|20260302|^Quill^Wil"


def read(data: bytes) -> list[Chart]:
    return list(charts_in(data, "in.hl7", "in.hl7"))


def test_a_document_and_its_facts() -> None:
    [chart] = read(hl7(TXA, "OBX|1|TX|A||Assessment:", "OBX|2|TX|A||Gout.\\.br\\Home.~Better."))
    [document] = chart.documents
    assert document.text == "Assessment:\nGout.\nHome.\nBetter."
    assert (document.kind, document.author, document.written) == ("Discharge summary", "Quill, Wil", date(2026, 3, 2))
    facts = (chart.day, chart.setting, chart.born, chart.sex)
    assert facts == (date(2026, 3, 2), Setting.INPATIENT, date(1950, 3, 4), Sex.FEMALE)


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\x0b"])
def test_line_ends_and_frames(end: str, before: bytes) -> None:
    [chart] = read(before + hl7(TXA, "OBX|1|TX|||Gout.", end=end) + b"\x1c\r")
    assert chart.documents[0].text == "Gout."


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        (r"a \F\ b \S\ c \T\ d \R\ e \E\ f", r"a | b ^ c & d ~ e \ f"),
        (r"\H\bold\N\ text", "bold text"),
        (r"one\.br\two\.sp2\three\.in+4\x", "one\ntwo\nthreex"),
        (r"\X4D696C64\ fever, M\XC3A9\n", "Mild fever, Mén"),
        (r"\X41\\X42\C", "ABC"),
        (r"C:\notes and 5\6", r"C:\notes and 5\6"),
        (r"no escape", "no escape"),
    ],
)
def test_escapes(sent: str, meant: str) -> None:
    assert Segment("OBX", 1, (), MARKS).plain(sent) == meant


@given(st.text())
def test_escaped_text_comes_back(text: str) -> None:
    sent = (
        text.replace("\\", "\0").replace("|", "\\F\\").replace("^", "\\S\\").replace("~", "\\R\\").replace("&", "\\T\\")
    )
    assert Segment("OBX", 1, (), MARKS).plain(sent.replace("\0", "\\E\\")) == text.replace("\0", "\\")


def test_reports_of_a_result_message() -> None:
    segments = (
        "OBR|1|||1^Chest view^L|||20260301", "OBX|1|TX|1^Findings||Infiltrate.", "OBX|2|TX|2^Impression||Pneumonia.",
        "OBR|2|||1^Panel|||20260302", "OBX|1|NM|9^Glucose||112", "OBX|2|FT|3^Text||Normal.||||||F",
        "OBX|3|TX|3^Text||Wrong.||||||W",
    )  # fmt: skip
    [chart] = read(hl7(*segments, kind="ORU^R01"))
    assert [(one.id, one.kind, one.text) for one in chart.documents] == [
        ("in.hl7 > message 1", "Chest view", "Findings:\nInfiltrate.\n\nImpression:\nPneumonia."),
        ("in.hl7 > message 1 > document 2", "Panel", "Normal."),
    ]
    assert any("1 structured results are indicators" in remark for remark in chart.remarks)
    assert any("is posted as wrong: left out" in remark for remark in chart.remarks)


def test_a_packed_document() -> None:
    packed = base64.b64encode(chart_files.lines_pdf("Gout.")).decode()
    [chart] = read(hl7(TXA, f"OBX|1|ED|A||S^AP^PDF^Base64^{packed}"))
    assert [(one.text, one.format, one.kind) for one in chart.documents] == [("Gout.", "PDF", "Discharge summary")]
    [broken] = read(hl7(TXA, "OBX|1|ED|A||S^AP^PDF^Base64^!!", "OBX|2|TX|A||Asthma."))
    assert [one.text for one in broken.documents] == ["Asthma."]
    assert "segment 5 (OBX): its document is not valid base64" in broken.unreadable[0]


def test_a_bad_message_does_not_stop_the_batch() -> None:
    good = hl7(TXA, "OBX|1|TX|||Gout.")
    data = b"FHS|^~\\&|\rBHS|^~\\&|\r" + good + b"MSH|^~\\&|A|B\r" + b"MSH|||\r" + good + b"BTS|3\rFTS|1\r"
    charts = read(data)
    assert [one.id for chart in charts for one in chart.documents] == ["in.hl7 > message 1", "in.hl7 > message 4"]
    errors = [error for chart in charts for error in chart.unreadable]
    assert "message 2: segment 1 (MSH): field 9, the message type, is missing" in errors[0]
    assert "message 3: segment 1 (MSH): its delimiters" in errors[1]
    assert charts[-1].remarks == ("in.hl7: BTS-1 says 3 messages, there are 4",)


def test_a_batch_larger_than_a_chart_is_streamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    messages = [hl7(TXA, f"OBX|1|TX|||Gout {number}, M\xe9n.").decode().encode("cp1252") for number in range(60)]
    file = tmp_path / "batch.hl7"
    file.write_bytes(b"BHS|^~\\&|\r" + b"".join(messages) + b"BTS|61\r")
    whole = list(read_charts(file))
    monkeypatch.setattr("nosologist.formats.charts.LARGEST_FILE", 1_000)
    monkeypatch.setattr("nosologist.formats.hl7_message._CHUNK", 97)
    streamed = list(read_charts(file))
    assert streamed == whole
    assert [one.text for chart in streamed for one in chart.documents] == [
        f"Gout {number}, Mén." for number in range(60)
    ]
    assert streamed[-1].remarks[0].endswith("batch.hl7: BTS-1 says 61 messages, there are 60")


def test_text_with_raw_line_breaks_stays_whole() -> None:
    [chart] = read(hl7(TXA, "OBX|1|TX|||Gout.\nno fever\nand no cough"))
    assert chart.documents[0].text == "Gout.\nno fever\nand no cough"


def test_a_face_sheet_alone_and_states_of_a_document() -> None:
    [admission] = read(hl7("DG1|1||M10.9^Gout", kind="ADT^A01"))
    assert (admission.documents, admission.setting) == ((), Setting.INPATIENT)
    assert "ADT^A01 holds no text of a note" in admission.remarks[0]
    [draft] = read(hl7("TXA|1|DS" + "|" * 15 + "IP||OB", "OBX|1|TX|||Gout.", "OBX|2|RP|||there^x"))
    assert [
        "not authenticated" in draft.remarks[0],
        "is obsolete" in draft.remarks[1],
        "points to" in draft.remarks[2],
    ] == [True] * 3


def test_own_delimiters_and_null_fields() -> None:
    data = hl7(TXA, "OBX|1|TX|||a ^ b").replace(b"|", b"#").replace(b"19500304", b'""')
    [chart] = read(data)
    assert (chart.documents[0].text, chart.born) == ("a ^ b", None)
