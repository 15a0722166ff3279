"""Word, OpenDocument, RTF and HTML as people make them: forms, lists, recorded changes; zips as systems and exchanges pack them."""

from __future__ import annotations

import pytest

from chart_files import ccda, docx, paragraph, section, zipped
from nosologist.errors import UnreadableNoteError
from nosologist.formats.charts import charts_in
from nosologist.formats.html import html_text
from nosologist.formats.rtf import rtf_text

RUN = '<w:r><w:t xml:space="preserve"> {} </w:t></w:r>'


def texts(data: bytes) -> list[str]:
    charts = list(charts_in(data, "in", "in"))
    assert [chart.unreadable for chart in charts] == [()] * len(charts)
    return [one.text for chart in charts for one in chart.documents]


def box(state: str) -> str:
    field = f"<w:ffData><w:checkBox>{state}</w:checkBox></w:ffData>"
    return f'<w:r><w:fldChar w:fldCharType="begin">{field}</w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>'


def sign(code: str, font: str = "Wingdings") -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (sign("F0FE"), sign("F0A8")),
        (box("<w:default/>"), box('<w:default w:val="0"/>')),
        (box('<w:default w:val="0"/><w:checked/>'), box('<w:default/><w:checked w:val="0"/>')),
    ],
)
def test_boxes_of_word(first: str, second: str) -> None:
    body = paragraph(first, RUN.format("Gout"), second, RUN.format("Asthma"), sign("F0B1", "Symbol"))
    assert texts(docx(body)) == ["☒ Gout ☐ Asthma"]


def test_the_choice_of_a_list() -> None:
    entries = '<w:listEntry w:val="left"/><w:listEntry w:val="right"/>'
    field = '<w:r><w:fldChar><w:ffData><w:ddList><w:result w:val="{}"/>{}</w:ddList></w:ffData></w:fldChar></w:r>'
    assert texts(docx(paragraph(RUN.format("Side:"), field.format(1, entries)))) == ["Side: right"]
    assert texts(docx(paragraph(RUN.format("Side:"), field.format(7, entries)))) == ["Side:"]


def item(number: int, level: int, text: str) -> str:
    place = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    return f"<w:p>{place}<w:r><w:t>{text}</w:t></w:r></w:p>"


def test_lists_of_word_keep_numbers_and_bullets() -> None:
    bullet = '<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl>'
    numbering = f"""<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>{bullet}</w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>"""
    body = item(1, 0, "Gout") + item(1, 1, "diet") + item(1, 0, "Asthma") + item(0, 0, "Plan") + item(2, 0, "Mumps")
    assert texts(docx(body, numbering=numbering)) == ["1. Gout\n• diet\n2. Asthma\nPlan\n1. Mumps"]


def test_word_files_of_other_shapes() -> None:
    name = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    inner = f"<w:document {name}><w:body>{paragraph('Gout.')}</w:body></w:document>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    relations = f'<Relationships><Relationship Type="{kind}" Target="/word/document2.xml"/></Relationships>'
    members = {"[Content_Types].xml": "<Types/>", "_rels/.rels": relations, "word/document2.xml": inner}
    assert texts(zipped({member: content.encode() for member, content in members.items()})) == ["Gout."]
    flat = f'<?xml version="1.0"?><w:wordDocument xmlns:w="x"><w:body>{paragraph("Gout.")}</w:body></w:wordDocument>'
    assert texts(flat.encode()) == ["Gout."]


def test_open_document() -> None:
    body = (
        "<t:tracked-changes><t:p>Lupus</t:p></t:tracked-changes><t:h>ASSESSMENT</t:h><t:list><t:list-item><t:p>Gout<t:s/>acute</t:p>"
        "</t:list-item></t:list><t:table><t:table-row><t:table-cell><t:p>a</t:p></t:table-cell><t:table-cell><t:p>b</t:p>"
        "</t:table-cell></t:table-row></t:table>"
    )
    content = (
        f'<o:document-content xmlns:o="o" xmlns:t="t"><o:body><o:text>{body}</o:text></o:body></o:document-content>'
    )
    members = {"mimetype": b"x", "META-INF/manifest.xml": b"<m/>", "content.xml": content.encode()}
    assert texts(zipped(members)) == ["ASSESSMENT\n• Gout acute\n\na | b"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (rb"Gout {\v lupus}and {\deleted mumps}asthma {\strike scurvy}end", "Gout and asthma end"),
        (rb"Gout \v lupus \u8217?\'e9\v0 asthma {\v a\plain b}", "Gout asthma b"),
        (rb"\trowd\cellx1\cellx2\intbl Gout\cell Active\cell\row\pard after", "Gout | Active\nafter"),
        (b"Gout\\\nAsthma\\\r\nMumps", "Gout\nAsthma\nMumps"),
        (rb"{\*\bkmkstart v}Gout", "Gout"),
    ],
)
def test_rtf_says_what_it_shows(source: bytes, text: str) -> None:
    assert rtf_text(rb"{\rtf1\ansi " + source + rb"\par}", "note") == text


def test_rtf_of_a_macintosh() -> None:
    assert rtf_text(rb"{\rtf1\mac M\'8eni\'8fre\par}", "note") == "Ménière"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<input type=checkbox checked>Gout <input type='radio'>Asthma", "☒ Gout ☐ Asthma"),
        ("Side: <input value='right'><input type=hidden value=x>", "Side: right"),
        ("Side:<select><option>left<option selected>right</select> foot", "Side: right foot"),
        ("<button>Assessment</button><textarea>Gout</textarea><nav>Lupus clinic</nav>", "Assessment\nGout"),
        ("<p>Gout<![if !supportLists]>.<![endif]></p>", "Gout."),
    ],
)
def test_fields_of_a_page(markup: str, text: str) -> None:
    assert html_text(markup, "note") == text


def test_an_exchange_packs_more_than_its_documents() -> None:
    members = {
        "INDEX.HTM": b"<html><body>Lupus</body></html>", "README.TXT": b"Asthma.", "IHE_XDM/S1/METADATA.XML": b"<?xml?>",
        "IHE_XDM/S1/DOC1.XML": ccda(section("51848-0", "", "Gout.")), "IHE_XDM/S1/CDA.XSL": b"<x/>",
    }  # fmt: skip
    assert texts(zipped(members)) == ["ASSESSMENT:\nGout."]


def test_what_systems_leave_in_zips() -> None:
    junk = {"a/Thumbs.db": b"\xd0\xcf\x11\xe0", "a/desktop.ini": b"[x]", "a/~$note.docx": b"\0", "a/.DS_Store": b"\0"}
    assert texts(zipped({**junk, "a/note.txt": b"Gout."})) == ["Gout."]


def with_chunk(name: str, content: bytes) -> bytes:
    """A Word file that holds a file of another kind between two paragraphs."""
    related = f'<Relationships><Relationship Id="rId5" Target="{name}"/></Relationships>'
    body = f'{paragraph("Gout.")}<w:altChunk r:id="rId5"/>{paragraph("Rest.")}'
    main = f'<w:document xmlns:w="w" xmlns:r="r"><w:body>{body}</w:body></w:document>'
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": main.encode(),
            "word/_rels/document.xml.rels": related.encode(),
            "word/chunk": content,
        }
    )


MAILED = b"""MIME-Version: 1.0
Content-Type: multipart/related; boundary=x

--x
Content-Type: text/html

<p>Asthma.</p>
--x--
"""


@pytest.mark.parametrize(
    "content", [b"<html><p>Asthma.</p></html>", rb"{\rtf1 Asthma.}", b"Asthma.", docx(paragraph("Asthma.")), MAILED]
)
@pytest.mark.parametrize("name", ["chunk", "/word/chunk"])
def test_a_file_of_another_kind_inside_word(name: str, content: bytes) -> None:
    assert " ".join(texts(with_chunk(name, content))[0].split()) == "Gout. Asthma. Rest."


def test_a_file_inside_word_that_cannot_be_read_is_no_silent_loss() -> None:
    with pytest.raises(UnreadableNoteError, match="a part of this Word document is missing"):
        texts(with_chunk("nowhere", b""))
    with pytest.raises(UnreadableNoteError, match="word/chunk: is a gzip file, which is not read"):
        texts(with_chunk("chunk", b"\x1f\x8b"))


STYLES = """<style:style style:name="T1"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="T2"><style:text-properties text:display="none"/></style:style>
<style:style style:name="T3"><style:text-properties style:text-line-through-style="none"/></style:style>"""
NAMED = (
    """<style:style style:name="Gone"><style:text-properties style:text-line-through-type="double"/></style:style>"""
)


def open_document(body: str) -> bytes:
    """An OpenDocument text with styles that strike out and hide."""
    names = 'xmlns:office="o" xmlns:text="t" xmlns:style="s" xmlns:draw="d" xmlns:svg="g"'
    content = f"<office:automatic-styles>{STYLES}</office:automatic-styles>"
    content += f"<office:body><office:text>{body}</office:text></office:body>"
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": b"<m/>",
            "content.xml": f"<office:document-content {names}>{content}</office:document-content>".encode(),
            "styles.xml": f"<office:document-styles {names}>{NAMED}</office:document-styles>".encode(),
        }
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('<text:p>Gout<text:span text:style-name="T1">Lupus</text:span></text:p>', "Gout"),
        ('<text:p>Gout<text:span text:style-name="T2">Lupus</text:span></text:p>', "Gout"),
        ('<text:p>Gout<text:span text:style-name="T3">, acute</text:span></text:p>', "Gout, acute"),
        ('<text:p>Gout</text:p><text:p text:style-name="Gone">Lupus</text:p>', "Gout"),
        ('<text:p>Gout</text:p><text:section text:display="none"><text:p>Lupus</text:p></text:section>', "Gout"),
        (
            "<text:p>Gout<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>left</text:p>"
            "</text:note-body></text:note>, acute</text:p>",
            "Gout, acute\n\nleft",
        ),
        ("<text:p>Gout<draw:frame><svg:title>Logo</svg:title></draw:frame></text:p>", "Gout"),
    ],
)
def test_open_document_as_it_is_shown(body: str, text: str) -> None:
    assert texts(open_document(body)) == [text]


@pytest.mark.parametrize(
    ("meta", "codec"),
    [
        ("<meta charset=iso-8859-2>", "iso8859_2"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1250">', "cp1250"),
        ("<meta charset=iso-8859-2>", "utf-8"),  # which is not what the page tells
        ("<meta charset=utf-8>", "utf-8"),
    ],
)
def test_a_page_in_the_letters_that_it_tells(meta: str, codec: str) -> None:
    assert texts(f"<html><head>{meta}</head><body>Łukasz: gout</body></html>".encode(codec)) == ["Łukasz: gout"]
