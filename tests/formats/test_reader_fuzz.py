"""Broken charts of every kind: a reader gives charts or one clear error, never anything else."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import chart_files
from nosologist.errors import UnreadableNoteError
from nosologist.formats.charts import charts_in

SEEDS = {
    "html": b"<html><head><title>t</title><body><table><tr><td>Gout<td>b</table><pre>x</pre><del>y</del>&#233;&amp;</html>",
    "rtf": rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}M\'e9 \u8217\'92\par{\*\x y}\bin3 abc\tab z}",
    "pdf": chart_files.pdf([[(72, 700, "Gout."), (300, 700, "Active")], [(72, 700, "page")]]),
    "docx": chart_files.docx(
        chart_files.paragraph("Gout.", "<w:r><w:br/></w:r>"), footnotes=chart_files.paragraph("x")
    ),
    "zip": chart_files.zipped(
        {"a.txt": b"Gout.", "b.rtf": rb"{\rtf1 x}", "c.zip": chart_files.zipped({"d.txt": b"x"})}
    ),
    "ccda": chart_files.ccda(chart_files.section("51848-0", "t", "<list><item>Gout</item></list>")),
    "unstructured": chart_files.ccda(body='<nonXMLBody><text representation="B64">R291dC4=</text></nonXMLBody>'),
    "fhir": b'{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"DocumentReference","content":[{"attachment":'
    b'{"data":"R291dC4="}}]}},{"resource":{"resourceType":"Composition","section":[{"title":"a","text":{"div":"<p>b"}}]}}]}',
    "hl7": chart_files.hl7("TXA|1|DS", r"OBX|1|TX|||a\.br\b~c\X41\d", "OBX|2|ED|||S^AP^PDF^Base64^R291dC4="),
    "mail": b"Subject: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; "
    b"charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>M=E9n</p>\r\n--x\r\nContent-Type: "
    b"application/rtf; name=a.rtf\r\nContent-Transfer-Encoding: base64\r\n\r\ne1xydGYxIHh9\r\n--x--\r\n",
    "odt": chart_files.zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": b"<m/>",
            "content.xml": b'<d xmlns:t="t"><t:body><t:text><t:p>Gout<t:s/>x</t:p><t:table><t:table-row><t:table-cell><t:p>a</t:p>'
            b"</t:table-cell></t:table-row></t:table></t:text></t:body></d>",
        }
    ),
    "fhir-xml": b'<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir"><entry><resource><DocumentReference><id value="a"/>'
    b'<content><attachment><data value="R291dC4="/></attachment></content></DocumentReference></resource></entry><entry><resource>'
    b"<Composition><section><text><div><p>b &lt; c</p></div></text></section></Composition></resource></entry></Bundle>",
}
TOKENS = [
    b"\x00", b"\xff\xfe", b"<", b">", b"</", b"<![CDATA[", b"<!--", b"&#x110000;", b"&#0;", b"{", b"}", b"[", b"]", b'"', b"\\",
    b"\\u-1?", b"\\'zz", b"\\bin999999999 ", b"|", b"^", b"~", b"&", b"\r", b"\r\rMSH|", b"null", b"1e999", b"-1", b"99999999999",
    b"obj", b"stream", b"endobj", b"/Type", b"<<", b">>", b"PK\x01\x02", b"PK\x05\x06", b"xmlns=", b"\xed\xa0\x80", b"=",
]  # fmt: skip
ROUNDS = 150


def survives(content: bytes) -> None:
    try:
        charts = list(charts_in(content, "chart", "chart"))
    except UnreadableNoteError as error:
        assert str(error).startswith("chart")
        return
    for chart in charts:
        for document in chart.documents:
            document.text.encode("utf-8")


def mutated(seed: bytes, chance: random.Random) -> bytes:
    content = bytearray(seed)
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(content) + 1)
        end = min(len(content), at + chance.randint(1, 12))
        change = chance.randrange(5)
        if change == 0:
            del content[at:end]
        elif change == 1:
            content[at:at] = chance.choice(TOKENS)
        elif change == 2:
            content[at:end] = chance.randbytes(end - at)
        elif change == 3:
            content[at:at] = content[chance.randrange(len(content) + 1) :][:40]
        else:
            del content[max(at, 8) :]
    return bytes(content)


@pytest.mark.parametrize("kind", SEEDS)
def test_mutated_files(kind: str) -> None:
    chance = random.Random(kind)
    for _ in range(ROUNDS):
        survives(mutated(SEEDS[kind], chance))


SIGNATURES = [
    b"",
    b"%PDF-1.4\n",
    b"{\\rtf1 ",
    b"<html>",
    b"<section>",
    b'{"resourceType":',
    b"MSH|^~\\&|",
    b"PK\x03\x04",
]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SIGNATURES), st.binary(max_size=200))
def test_anything_behind_a_signature(signature: bytes, rest: bytes) -> None:
    survives(signature + rest)


KINDS = ["Bundle", "Composition", "DocumentReference", "DiagnosticReport", "Patient"]
NAMES = [
    *(
        "resourceType",
        "entry",
        "resource",
        "section",
        "text",
        "div",
        "content",
        "attachment",
        "data",
        "url",
        "type",
        "coding",
    ),
    *(
        "subject",
        "reference",
        "context",
        "encounter",
        "author",
        "period",
        "class",
        "name",
        "given",
        "status",
        "presentedForm",
    ),
    *("id", "conclusion", "date"),
]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(KINDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(KINDS), st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6))
def test_fhir_of_any_shape(kind: str, rest: dict[str, object]) -> None:
    survives(json.dumps(rest | {"resourceType": kind}).encode())
