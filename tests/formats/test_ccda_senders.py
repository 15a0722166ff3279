"""C-CDA as systems send it: wrong declarations, envelopes, HTML in narratives, files of any packing in bodies and entries."""

from __future__ import annotations

import base64
import gzip
import zlib
from datetime import date

import pytest

from chart_files import ccda, section, zipped
from nosologist.errors import UnreadableNoteError
from nosologist.formats.chart import Chart
from nosologist.formats.charts import charts_in

DOCUMENT = ccda(section("51848-0", "", "Ménière disease"))
TEXT = DOCUMENT.decode()
INNER = TEXT[TEXT.index("<ClinicalDocument") :].encode()
RTF = rb"{\rtf1\ansi Gout.\par}"


def read(data: bytes) -> list[Chart]:
    return list(charts_in(data, "chart.xml", "chart.xml"))


def texts(data: bytes) -> list[str]:
    charts = read(data)
    assert [chart.unreadable for chart in charts] == [()] * len(charts)
    return [one.text for chart in charts for one in chart.documents]


def packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.mark.parametrize(
    "data",
    [
        TEXT.replace("UTF-8", "utf-16").encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("cp1252"),
        TEXT.replace("UTF-8", "windows-1252").encode("cp1252"),
        b"\xef\xbb\xbf" + DOCUMENT,
        b"\r\n  " + DOCUMENT + b"\x00\x00",
        b'<?xml version="1.0"?><s:Envelope xmlns:s="x"><s:Body>' + INNER + b"</s:Body></s:Envelope>",
        b'<?xml version="1.0"?><x:Request xmlns:x="x"><x:Document>'
        + packed(DOCUMENT).encode()
        + b"</x:Document></x:Request>",
    ],
)
def test_a_document_however_it_is_written_and_wrapped(data: bytes) -> None:
    assert texts(data) == ["ASSESSMENT:\nMénière disease"]


def test_several_documents_in_an_envelope() -> None:
    charts = read(b'<?xml version="1.0"?><Documents>' + INNER * 2 + b"</Documents>")
    assert [one.id for chart in charts for one in chart.documents] == [
        "chart.xml > document 1",
        "chart.xml > document 2",
    ]


@pytest.mark.parametrize(("root", "why"), [("ContinuityOfCareRecord", "a CCR"), ("Invoice", "root is 'Invoice'")])
def test_other_xml_is_refused_by_its_name(root: str, why: str) -> None:
    with pytest.raises(UnreadableNoteError, match=why):
        read(f'<?xml version="1.0"?><{root}><a>b</a></{root}>'.encode())


def test_a_section_is_known_by_a_translation_of_its_code() -> None:
    code = '<code nullFlavor="UNK"><translation code="51848-0"/></code>'
    assert texts(ccda(f"<section>{code}<title>Ours</title><text>Gout</text></section>")) == ["ASSESSMENT:\nGout"]


@pytest.mark.parametrize(
    ("narrative", "text"),
    [
        ("<![CDATA[<b>Gout</b><br/>Asthma]]>", "Gout\nAsthma"),
        ("<div><p>Gout</p><ul><li>Asthma</li><li>Mumps</li></ul></div>", "Gout\n\nAsthma\nMumps"),
        ("Gout <del>Mumps</del><s>Lupus</s><span style='text-decoration: line-through'>Asthma</span>", "Gout"),
        ("<div style='display: none'>Mumps</div><strike>Lupus</strike><ins>Gout</ins>", "Gout"),
        ("<list><item><caption>1.</caption>Gout</item></list>", "1. Gout"),
        ("1. Gout\n      2. Asthma", "1. Gout\n2. Asthma"),
        ("<content xml:space='preserve'>Gout\nAsthma</content>", "Gout\nAsthma"),
        ("Gout that\n      goes on", "Gout that goes on"),
        ("Fever &lt; 39 and > 38\n of 3 days", "Fever < 39 and > 38 of 3 days"),
    ],
)
def test_narratives(narrative: str, text: str) -> None:
    assert texts(ccda(section("51848-0", "", narrative))) == [f"ASSESSMENT:\n{text}"]


@pytest.mark.parametrize(
    ("attributes", "content"),
    [
        ('mediaType="application/rtf" representation="B64"', packed(RTF)),
        ('mediaType="application/rtf" representation="b64"', packed(RTF)),
        ('mediaType="application/rtf"', packed(RTF)),
        ('mediaType="text/rtf"', f"<![CDATA[{RTF.decode()}]]>"),
        ('mediaType="text/html"', "<![CDATA[<html><body><p>Gout.</p></body></html>]]>"),
        ('mediaType="text/html" representation="B64"', packed(b"Go<b>ut</b>.")),
        ('representation="B64" compression="GZ"', packed(gzip.compress(b"Gout.", mtime=0))),
        ('representation="B64" compression="DF"', packed(zlib.compress(b"Gout."))),
    ],
)
def test_a_body_that_is_another_file(attributes: str, content: str) -> None:
    assert texts(ccda(body=f"<nonXMLBody><text {attributes}>{content}</text></nonXMLBody>")) == ["Gout."]


def test_a_body_cut_short_or_too_large_is_refused() -> None:
    broken = packed(gzip.compress(b"Gout." * 50, mtime=0)[:-12])
    body = f'<nonXMLBody><text representation="B64" compression="GZ">{broken}</text></nonXMLBody>'
    with pytest.raises(UnreadableNoteError, match="is not valid base64"):
        read(ccda(body=body))


def entry(media: str, content: str) -> str:
    name = "<name><given>Ida</given><family>Moss</family></name>"
    return f"""<section><code code="11506-3"/><text>See below</text><entry><act>
        <code code="34109-9"><translation code="11506-3" displayName="Progress note"/></code>
        <text mediaType="{media}" representation="B64">{content}</text><effectiveTime value="20260301"/>
        <author><assignedAuthor><assignedPerson>{name}</assignedPerson></assignedAuthor></author></act></entry></section>"""


def test_a_note_in_an_entry_is_a_document_of_its_own() -> None:
    [chart] = read(ccda(entry("text/rtf", packed(RTF))))
    assert [(one.text, one.kind, one.author, one.written) for one in chart.documents[1:]] == [
        ("Gout.", "Progress note", "Moss, Ida", date(2026, 3, 1))
    ]


def test_pictures_and_broken_files_in_entries_are_told() -> None:
    [chart] = read(ccda(entry("image/png", "AAAA"), entry("text/rtf", "!")))
    assert len(chart.documents) == 1
    assert any("a picture in an entry is not read" in remark for remark in chart.remarks)
    assert "is not valid base64" in chart.unreadable[0]


def test_a_document_that_another_of_its_visit_replaces_is_left_out() -> None:
    def numbered(extension: str, text: str, header: str = "") -> bytes:
        ids = f'<id root="1.2" extension="{extension}"/>'
        data = ccda(section("51848-0", "", text), header=header)
        data = data.replace(b'<code code="18842-5"', f'{ids}<code code="18842-5"'.encode())
        return data.replace(b"<patientRole>", b'<patientRole><id root="1.3" extension="p"/>').replace(
            b"<encompassingEncounter>", b'<encompassingEncounter><id root="1.4" extension="v"/>'
        )

    parent = '<relatedDocument typeCode="RPLC"><parentDocument><id root="1.2" extension="a"/></parentDocument></relatedDocument>'
    [chart] = read(zipped({"a.xml": numbered("a", "Mumps."), "b.xml": numbered("b", "Gout.", parent)}))
    assert [one.text for one in chart.documents] == ["ASSESSMENT:\nGout."]
    assert "chart.xml > a.xml: is replaced by another document: left out" in chart.remarks
