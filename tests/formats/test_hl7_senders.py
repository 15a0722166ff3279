"""HL7 v2 as systems send it: files in odd components, RTF and HTML in text, notes in NTE, frames, small letters, withdrawals."""

from __future__ import annotations

import base64

import pytest

from chart_files import hl7, lines_pdf
from nosologist.formats.chart import Chart
from nosologist.formats.charts import charts_in
from nosologist.model.encounter import Setting, Sex

RTF = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\b ASSESSMENT:\b0\par Gout.\par}"
PDF = base64.b64encode(lines_pdf("Gout.")).decode()
ROWS = [PDF[start : start + 76] for start in range(0, len(PDF), 76)]
NOTE = "TXA|1|PN^Progress note|TX|20260301||||||||D1|||||AU"


def read(data: bytes) -> list[Chart]:
    return list(charts_in(data, "in.hl7", "in.hl7"))


def texts(*segments: str, kind: str = "MDM^T02") -> list[str]:
    charts = read(hl7(*segments, kind=kind))
    assert [chart.unreadable for chart in charts] == [()] * len(charts)
    return [one.text for chart in charts for one in chart.documents]


@pytest.mark.parametrize(
    "field",
    [
        f"^AP^PDF^Base64^{PDF}",
        f"PDF^Base64^{PDF}",
        f"^^application^pdf^BASE64^{PDF}",
        PDF,
        f"^AP^PDF^Base64^{'~'.join(ROWS)}",
        "^AP^PDF^Base64^" + "\\X0D0A\\".join(ROWS),
        "^AP^PDF^Base64^" + "\\.br\\".join(ROWS),
        "^AP^PDF^Base64^" + "\n".join(ROWS),
    ],
)
def test_a_packed_file_however_its_field_is_filled(field: str) -> None:
    assert texts(NOTE, f"OBX|1|ED|A||{field}||||||F") == ["Gout."]


def test_a_file_in_pieces_and_two_files() -> None:
    pieces = [f"OBX|1|ED|A||^AP^PDF^Base64^{row}" for row in ROWS]
    assert texts(NOTE, *pieces) == ["Gout."]
    assert texts(NOTE, f"OBX|1|ED|A||^AP^PDF^Base64^{PDF}~^AP^PDF^Base64^{PDF}") == ["Gout.", "Gout."]
    assert texts(NOTE, "OBX|1|ED|A||^TEXT^^A^Gout ^ 2 days") == ["Gout ^ 2 days"]


@pytest.mark.parametrize("kind", ["TX", "ST"])
def test_a_file_where_text_should_stand(kind: str) -> None:
    assert texts("OBR|1|||1^Report", f"OBX|1|{kind}|PDF^Report||{PDF}", kind="ORU^R01") == ["Gout."]


@pytest.mark.parametrize(
    "sent",
    [
        RTF,
        RTF.replace("\\", "\\E\\"),
        "<html><body><p>ASSESSMENT:<br>Gout.</p></body></html>",
        "ASSESSMENT:<br/>Gout.",
        "&lt;div class='x'&gt;ASSESSMENT:&lt;/div&gt;&lt;div&gt;Gout.&lt;/div&gt;",
    ],
)
def test_marked_up_text_is_what_it_shows(sent: str) -> None:
    assert texts(NOTE, f"OBX|1|FT|A||{sent}") == ["ASSESSMENT:\nGout."]


def test_marks_of_less_and_more_are_no_tags() -> None:
    assert texts(NOTE, "OBX|1|TX|A||WBC <p 0.05 and >3, <li") == ["WBC <p 0.05 and >3, <li"]


def test_rows_of_marked_up_text_are_one_text() -> None:
    rows = [f"OBX|{number}|TX|A||{row}" for number, row in enumerate(RTF.replace("\\par ", "\n\\par ").split("\n"))]
    assert texts(NOTE, *rows) == ["ASSESSMENT:\nGout."]


def test_notes_stand_in_comments_where_no_observation_does() -> None:
    assert texts("OBR|1|||1^Report", "NTE|1||Gout.", "NTE|2||Home.", kind="ORU^R01") == ["Gout.\nHome."]
    assert texts("OBR|1|||1^Panel", "NTE|1||Fasting.", "OBX|1|NM|1^Glucose||90", kind="ORU^R01") == []


def told(*segments: str, kind: str = "MDM^T02") -> list[str]:
    """What is said of a message, without its place."""
    return [remark.split(": ", 2)[-1] for chart in read(hl7(*segments, kind=kind)) for remark in chart.remarks]


def test_comments_on_a_report_and_on_its_parts_are_of_its_text() -> None:
    report = "OBR|1|||1^Report", "NTE|1||By phone.", "OBX|1|TX|A||Gout.", "NTE|1||Addendum: left knee."
    assert texts(*report, "OBX|2|TX|A||Home.", kind="ORU^R01") == ["By phone.\nGout.\nAddendum: left knee.\nHome."]
    packed = "OBR|1|||1^Report", f"OBX|1|ED|A||^AP^PDF^Base64^{PDF}", "NTE|1||Addendum: left knee."
    assert texts(*packed, kind="ORU^R01") == ["Gout.", "Addendum: left knee."]


def test_comments_on_values_are_counted() -> None:
    panel = "OBR|1|||1^Panel", "NTE|1||Fasting.", "OBX|1|NM|1^Glucose||90", "NTE|1||Hemolyzed."
    assert texts(*panel, kind="ORU^R01") == []
    assert "2 comments on structured results: left out" in told(*panel, kind="ORU^R01")


def test_a_segment_that_goes_on_in_the_next_ones() -> None:
    assert texts(NOTE, "OBX|1|TX|A||Gout of the le", "ADD|ft knee", "ADD|, acute||||||F") == [
        "Gout of the left knee, acute"
    ]
    assert texts(NOTE, "OBX|1|TX|A||Gout.||||||F", "ADD", "ADD|") == ["Gout."]


def test_a_note_as_text_and_as_a_file_is_read_once() -> None:
    both = NOTE, f"OBX|1|ED|A||^AP^PDF^Base64^{PDF}", "OBX|2|TX|A||Gout."
    assert texts(*both) == ["Gout."]
    assert told(*both) == ["holds a note as text and as a file: read once"]
    assert texts(*both, "OBX|3|TX|A||Asthma.") == ["Gout.", "Gout.\nAsthma."]


def test_a_text_without_a_type_is_text_in_a_document() -> None:
    assert texts(NOTE, "OBX|1||A||Gout.") == ["Gout."]
    assert texts("OBR|1|||1^Panel", "OBX|1||1^Glucose||90", kind="ORU^R01") == []


def test_what_stands_behind_the_text_of_a_document_is_told() -> None:
    assert told(NOTE, "OBX|1|TX|A||Gout.| and asthma") == [
        "something stands behind its text (OBX-6, OBX-7), as where a field separator in a text was not escaped: left out"
    ]


@pytest.mark.parametrize("kind", ["TX", "ST"])
def test_parts_of_an_imaging_report(kind: str) -> None:
    head = "OBR|1|||71046^Chest view" + "|" * 20 + "RAD"
    values = f"OBX|1|{kind}|71046&GDT^Chest||Infiltrate.", f"OBX|2|{kind}|71046&IMP^Chest||Pneumonia."
    assert texts(head, *values, kind="ORU^R01") == ["Findings:\nInfiltrate.\n\nImpression:\nPneumonia."]


def test_values_of_a_laboratory_stay_values() -> None:
    head = "OBR|1|||1^Culture" + "|" * 20 + "MB"
    assert texts(head, "OBX|1|ST|1^Organism||Escherichia coli", kind="ORU^R01") == []


@pytest.mark.parametrize(
    "changed",
    [
        lambda one: b"\x0b" + one.rstrip(b"\r") + b"\x1c\x0b" + one.rstrip(b"\r") + b"\x1c",
        lambda one: (one + one).replace(b"\r", b"<CR>\r\n"),
        lambda one: one.replace(b"MSH|", b"msh|").replace(b"OBX|", b"obx|").replace(b"TXA|", b"txa|") * 2,
        lambda one: (one + one).decode().encode("utf-16-le"),
    ],
)
def test_frames_marks_of_ends_and_small_letters(changed) -> None:  # type: ignore[no-untyped-def]
    charts = read(changed(hl7(NOTE, "OBX|1|TX|A||Gout.")))
    assert [one.text for chart in charts for one in chart.documents] == ["Gout.", "Gout."]


def test_formatting_commands_in_capitals() -> None:
    assert texts(NOTE, "OBX|1|FT|A||Gout.\\.BR\\Home.") == ["Gout.\nHome."]


def test_what_a_later_message_replaces_or_cancels_is_left_out() -> None:
    first = hl7(NOTE, "OBX|1|TX|A||Gout.")
    second = hl7(NOTE.replace("||D1|", "||D2|D1"), "OBX|1|TX|A||Mumps.", kind="MDM^T10")
    found = read(first + second)
    assert [one.text for chart in found for one in chart.documents] == ["Mumps."]
    assert "is edited, replaced or canceled by a later message: left out" in found[0].remarks[0]
    edited = read(first + hl7(NOTE, "OBX|1|TX|A||Mumps.", kind="MDM^T08"))
    assert [one.text for chart in edited for one in chart.documents] == ["Mumps."]
    gone = read(first + hl7(NOTE, kind="MDM^T11"))
    assert [one.text for chart in gone for one in chart.documents] == []
    deleted = read(hl7(NOTE + "||CA", "OBX|1|TX|A||Gout."))
    assert (deleted[0].documents, "is canceled: left out" in deleted[0].remarks[0]) == ((), True)


def test_words_of_a_site_for_setting_and_sex_and_an_interpreter() -> None:
    data = hl7("OBR|1|||1^Report" + "|" * 28 + "12&Moss&Ida", "OBX|1|TX|A||Gout.", kind="ORU^R01")
    data = data.replace(b"|19500304|F", b"|1950-03-04|Female").replace(b"PV1|1|I", b"PV1|1|Emergency")
    [chart] = read(data)
    assert (chart.setting, chart.sex, chart.documents[0].author) == (Setting.ED, Sex.FEMALE, "Moss, Ida")
    assert chart.born is not None
