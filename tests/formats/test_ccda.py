"""C-CDA: sections under headings that our reader knows, the facts of the header, what is said about faults."""

from __future__ import annotations

import base64
from datetime import date

import pytest

import chart_files
from chart_files import ccda, section
from nosologist.errors import UnreadableNoteError
from nosologist.formats.ccda_narrative import section_headings
from nosologist.formats.chart import Chart
from nosologist.formats.charts import charts_in
from nosologist.model.encounter import Setting, Sex
from nosologist.notes.headings import heading_kind


def read(data: bytes) -> Chart:
    [chart] = charts_in(data, "chart.xml", "chart.xml")
    return chart


def test_sections_and_facts() -> None:
    chart = read(
        ccda(section("11535-2", "Dx at the end", "Gout."), section("1-1", "Their own", "<paragraph>Home.</paragraph>"))
    )
    [document] = chart.documents
    assert document.text == "DISCHARGE DIAGNOSIS:\nGout.\n\nTHEIR OWN:\nHome."
    assert (document.kind, document.author, document.written) == ("Discharge summary", "Quill, Wil", date(2026, 3, 3))
    facts = (chart.day, chart.setting, chart.born, chart.sex)
    assert facts == (date(2026, 3, 2), Setting.INPATIENT, date(1950, 3, 4), Sex.FEMALE)
    assert chart.remarks == ()


def test_a_discharge_summary_without_a_setting_is_of_a_stay() -> None:
    data = ccda(section("51848-0", "", "Gout.")).replace(b'<code code="IMP"/>', b"")
    chart = read(data)
    assert (chart.setting, len(chart.remarks)) == (Setting.INPATIENT, 1)
    assert "taken as inpatient" in chart.remarks[0]
    assert read(data.replace(b"18842-5", b"11506-3")).setting is None


def test_every_heading_is_one_that_the_reader_knows() -> None:
    assert [heading for heading in section_headings().values() if heading_kind(heading) is None] == []


def test_lists_tables_and_struck_out_words() -> None:
    text = (
        "<list><item>Gout</item><item>Asthma <content styleCode='Strikethrough'>severe</content></item></list>"
        "<table><thead><tr><th>P</th><th>S</th></tr></thead><tbody><tr><td>Mumps</td><td>Past<br/>Mild</td></tr></tbody></table>"
        "<content revised='delete'>Lupus</content>after<sub>2</sub>"
    )
    [document] = read(ccda(section("51848-0", "", text))).documents
    assert document.text == "ASSESSMENT:\nGout\nAsthma\n\nP | S\nMumps | Past; Mild\n\nafter2"


def test_a_piece_of_a_document_with_a_prefix_that_nobody_declares() -> None:
    data = b"<section><code code='51848-0'/><text><x:content xsi:type='y'>Gout.</x:content></text></section>"
    [document] = read(data).documents
    assert (document.text, document.kind, document.written) == ("ASSESSMENT:\nGout.", None, None)


def test_a_body_that_is_another_file() -> None:
    packed = base64.b64encode(chart_files.lines_pdf("Gout.")).decode()
    body = f'<nonXMLBody><text mediaType="application/pdf" representation="B64">{packed}</text></nonXMLBody>'
    [document] = read(ccda(body=body)).documents
    assert (document.text, document.format, document.kind) == ("Gout.", "PDF", "Discharge summary")
    elsewhere = read(ccda(body='<nonXMLBody><text><reference value="a.pdf"/></text></nonXMLBody>'))
    assert elsewhere.documents == ()
    assert "is in another file, which is not fetched" in elsewhere.remarks[0]


@pytest.mark.parametrize(
    ("packed", "reason"),
    [
        ("!", "body: line .*: is not valid base64"),
        ("R291é", "body: line .*: is not valid base64"),
        ("iVBORw0K", "body: an image that is cut short or damaged"),
    ],
)
def test_a_body_that_cannot_be_read(packed: str, reason: str) -> None:
    with pytest.raises(UnreadableNoteError, match=reason):
        read(ccda(body=f'<nonXMLBody><text representation="B64">{packed}</text></nonXMLBody>'))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("POCD_HD000040", "POCD", "line 3: typeId is not POCD_HD000040"),
        ("20260303101500+0000", "7324979", "line 5: effectiveTime of the document is missing or no time"),
        ("<given>Ada</given><family>Mock</family>", "", "line 6: the patient has no name"),
        ("<family>Mock</family>", "<family/>", "line 6: a part of the patient's name is empty"),
        ('code="F"', 'code="FX"', "none of F, M, UN"),
        ("19500304", "19501304", "birthTime is missing or no time"),
        ("en-US", "asdyfaut8", "languageCode is no language"),
        ('code="18842-5"', 'code="sdfas"', "code has no LOINC code: its form is wrong"),
        ('<templateId root="2.16.840.1.113883.10.20.22.2.4"/>', "", "a section without the templateId"),
        ("</text></section>", "</text><entry><act/></entry></section>", "entry > act without the templateId"),
        ("</section>", '<value code="J18.9.1" codeSystem="2.16.840.1.113883.6.90"/></section>', "no ICD-10-CM code"),
        ("</section>", '<value code="1" codeSystem="!"/></section>', "codeSystem is no OID"),
    ],
)  # fmt: skip
def test_faults_are_told_with_their_line(before: str, after: str, said: str) -> None:
    data = ccda(section("51848-0", "", "Gout."))
    assert before.encode() in data
    chart = read(data.replace(before.encode(), after.encode(), 1))
    assert any(said in remark for remark in chart.remarks), chart.remarks
    assert chart.documents
