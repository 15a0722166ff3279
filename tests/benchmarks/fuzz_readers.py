"""The readers that ``fuzz.py`` gives broken files to: each with made-up files to break, and what reads them."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from chart_files import ccda, docx, hl7, zipped
from formats.claims_out.test_837 import WHOLE
from formats.test_image_fuzz import prepare_alone, seed
from formats.test_reader_fuzz import SEEDS
from formats.x12.test_acknowledgements import STATUS
from made_up_claims import ABSTRACTS, CREATED, made_up, written
from nosologist.errors import UnreadableNoteError
from nosologist.formats import scans
from nosologist.formats.abstract import abstract_of, claim_of_abstract, read_abstract
from nosologist.formats.charts import charts_in
from nosologist.formats.claim_files import read_claims
from nosologist.formats.claims_out import Asked, writer
from nosologist.formats.x12.answers import read_answers
from nosologist.formats.x12.claims_837 import read_837
from nosologist.model.encounter import Setting
from x12_files import claim, interchange, isa, remittance


def _form() -> bytes:
    """A PDF with fields, boxes and a typed note."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    page = Canvas(out, pagesize=(612, 792), pageCompression=0)
    page.drawString(72, 700, "Gout")
    page.acroForm.textfield(name="d", value="Asthma", x=140, y=700, width=200, height=14)
    page.acroForm.checkbox(name="g", checked=True, x=140, y=680, size=10)
    page.freeTextAnnotation("typed", "/Helv 10 Tf 0 g", Rect=[72, 600, 200, 650])
    page.showPage()
    page.save()
    return out.getvalue()


_FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-"))
_MORE: dict[str, tuple[bytes, ...]] = {
    "fhir": (
        b'{"resourceType":"Parameters","parameter":[{"resource":{"resourceType":"DocumentReference","contained":[{"resourceType":'
        b'"Patient","id":"p","gender":"female"}],"subject":{"reference":"#p"},"context":{"encounter":[{"reference":"#e"}]},"content":'
        b'[{"attachment":{"contentType":"text/html","data":"R28"}},{"attachment":{"contentType":"text/html","data":"R291dA=="}}]}}]}',
        b'{"resourceType":"Patient","id":"p","birthDate":"1950-03-04"}\n{"resourceType":"DocumentReference","subject":'
        b'{"reference":"Patient/p"},"context":{"encounter":[{"reference":"Encounter/e"}]},"content":[{"attachment":{"data":'
        b'"R291dC4="}}]}\n{"resourceType":"Observation","subject":{"reference":"Patient/p"},"encounter":{"reference":'
        b'"Encounter/e"},"code":{"text":"INR"},"valueQuantity":{"value":2.1,"unit":"1"}}\n'
        b'{"resourceType":"Encounter","id":"e","class":{"code":"IMP"},"period":{"start":"2026-02-27","end":"2026-03-02"}}\n',
    ),
    "hl7": (
        hl7(
            "TXA|1|PN^Progress note|TX|20260301||||||||D1|||||AU",
            r"OBX|1|FT|A||{\rtf1 a\par b}",
            "OBX|2|TX|B&IMP||<p>x<br/>&lt;p&gt;",
            "OBX|3|ED|C||PDF^Base64^JVBERi0xLjQ~AAAA~BBBB",
            "OBX|4|ED|C||JVBERi0xLjQKAAAAAAAAAAAAAAAA",
            kind="MDM^T10",
        ),
        hl7("TXA|1|PN", "OBX|1|TX|A||Gou", "ADD|t|c", kind="MDM^T02").replace(b"|2.5", b"|2.5||||||8859/2~ISO IR87")
        + b"\xa3\x1b$B",
        hl7("OBR|1|||1^R" + "|" * 20 + "RAD", "NTE|1||note", "OBX|1|ST|1&GDT||words", "NTE|2||b", kind="ORU^R01"),
    ),
    "rtf": (
        rb"{\rtf1\mac a {\v b \u8217?\'e9}{\deleted c}\strike d\plain e\trowd\cellx1 x\cell y\cell\row}",
        rb"{\rtf1\ansicpg1250 a{\footnote b{\footnote c}}{\upr{d}{\*\ud e}}{\shp{\*\shpinst{\shptxt f}}}\trowd\clvmgf\cellx1"
        rb"\intbl g\cell\row\trowd\clvmrg\cellx1\cellx2\intbl\cell h\cell\row}",
    ),
    "html": (
        b"<style>.a,p.b{text-decoration:line-through}</style><table><tr><td rowspan=3 colspan=2>a<td class='a c'>b<tr><td>c"
        b"<table><tr><td rowspan=0>d</table><tr><td rowspan=99999999999>e</table>",
        b"<form><input type=checkbox checked>a<select><option>b<option selected>c</select><textarea>d</textarea></form>",
    ),
    "docx": (
        docx(
            '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:fldChar><w:ffData><w:checkBox>'
            '<w:checked/></w:checkBox></w:ffData></w:fldChar><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>Gout</w:t></w:r></w:p>',
            numbering='<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>',
        ),
        docx(
            '<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:rPr><w:rStyle '
            'w:val="G"/></w:rPr><w:t>a</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc><w:tc><w:p><w:r><w:t>b'
            "</w:t></w:r></w:p></w:tc></w:tr></w:tbl><m:AlternateContent><m:Choice/><m:Fallback><w:p/></m:Fallback>"
            "</m:AlternateContent><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr></w:sdt>",
            styles='<w:style w:styleId="G"><w:basedOn w:val="H"/><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId="H"/>',
        ),
    ),
    "odt": (
        zipped(
            {
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "META-INF/manifest.xml": b"<m/>",
                "content.xml": b'<d xmlns:text="t"><s:style s:name="T"><s:text-properties text:display="none"/></s:style>'
                b"<body><text><p>a<note><note-citation>1</note-citation><note-body><p>b</p></note-body></note></p><table><table-row>"
                b'<table-cell table:number-rows-spanned="2" xmlns:table="b"><p text:style-name="T">c</p></table-cell></table-row>'
                b"<table-row><covered-table-cell/><table-cell><p>d</p></table-cell></table-row></table></text></body></d>",
            }
        ),
    ),
    "ccda": (
        ccda(
            '<section><code code="11506-3"/><text><![CDATA[<b>a</b><br/>]]><list><item><caption>1.</caption>x</item></list></text>'
            '<entry><act><text mediaType="text/rtf" representation="B64">e1xydGYxIHh9</text></act></entry></section>'
        ),
        b'<?xml version="1.0" encoding="utf-16"?><E><ClinicalDocument><section><text>\xe9</text></section></ClinicalDocument></E>',
    ),
    "pdf": (_form(),),
}
_ANSWER = ("NM1*82*1*HILL*JO****XX*1234567893", "MOA***MA01", "DTM*232*20260110", "DTM*233*20260110")
_PAID = ("SVC*HC:99213:25*100*60**1", "DTM*472*20260110", "CAS*CO*45*15**97*25", "REF*6R*1", "AMT*B6*85", "LQ*HE*M15")


class Reader(NamedTuple):
    """What reads, and made-up files that it reads."""

    read: Callable[[bytes], None]
    seeds: tuple[bytes, ...]


def _charts(content: bytes) -> None:
    for chart in charts_in(content, "chart", "chart"):
        for document in chart.documents:
            document.text.encode("utf-8")


def _images(content: bytes) -> None:
    """Images without recognition, which has a process of its own."""
    scans.is_installed = lambda: True
    scans.recognised = prepare_alone
    with suppress(UnreadableNoteError):  # no words on them
        _charts(content)


def _claims(name: str) -> Callable[[bytes], None]:
    def read(content: bytes) -> None:
        path = _FOLDER / name
        path.write_bytes(content)
        for _ in read_claims(path, Setting.OUTPATIENT, lambda told: None):
            pass

    return read


def _x12(content: bytes) -> None:
    for _ in read_837(io.BytesIO(content), "claims.837", lambda told: None):
        pass


def _answers(content: bytes) -> None:
    for _ in read_answers(io.BytesIO(content), "answers.x12", with_claims=True):
        pass


def _abstract(name: str) -> Callable[[bytes], None]:
    def read(content: bytes) -> None:
        path = _FOLDER / name
        path.write_bytes(content)
        claim_of_abstract(abstract_of(read_abstract(path)))

    return read


def _abstract_yaml() -> bytes:
    import yaml

    return yaml.safe_dump(ABSTRACTS["stay"]).encode()


def _fhir_claims() -> bytes:
    file = io.BytesIO()
    writer("fhir").write([made_up("visit"), made_up("stay")], file, Asked(CREATED))
    return file.getvalue()


_TABLE = (
    b"claim,code,kind,poa,modifiers,units,pointers,setting,date\n"
    b"1,I50.20,dx,Y,,,,inpatient,2026-05-01\n1,99213,line,,25 LT,1,1 2,,\n"
)
_LINES = (
    b'{"id":"1","setting":"inpatient","date":"2026-05-01","age":65,"sex":"M","diagnoses":[{"code":"I50.20","poa":"Y"}],'
    b'"lines":[{"code":"99213","modifiers":["25"],"units":1,"pointers":[1],"charge":"12.5"}]}\n'
)
READERS: dict[str, Reader] = {
    **{
        kind: Reader(_charts, (content, *_MORE.get(kind, ())))
        for kind, content in SEEDS.items()
    },
    "image": Reader(_images, tuple(seed(form) for form in ("PNG", "JPEG", "TIFF", "GIF"))),
    "837": Reader(_x12, (written(*(made_up(name, **more) for name, more in WHOLE.items())).encode(),)),
    "835": Reader(_answers, (remittance(claim("C1", "1", "100", "60", *_ANSWER, *_PAID)).encode(),)),
    "acknowledgements": Reader(
        _answers,
        (
            interchange("277", STATUS).encode(),
            interchange(
                "999",
                ["AK1*HC*7", "AK2*837*1", "IK3*NM1*17**8", "IK4*9:1*67*7*X", "IK5*R*5", "AK9*R*1*1*0"],
            ).encode(),
            (isa().replace("  ", "") + "TA1*000000017*260301*0900*R*006~IEA*0*000000017~").encode(),
            (isa() + "TA1*000000017*260301*0900*R*006~IEA*0*000000017~").encode(),
        ),
    ),
    "claims-fhir": Reader(_claims("claims.json"), (_fhir_claims(),)),
    "claims-json": Reader(_claims("claims.jsonl"), (_LINES * 2,)),
    "claims-csv": Reader(_claims("claims.csv"), (_TABLE,)),
    "abstract-json": Reader(
        _abstract("abstract.json"), tuple(json.dumps(one).encode() for one in ABSTRACTS.values())
    ),
    "abstract-yaml": Reader(_abstract("abstract.yaml"), (_abstract_yaml(),)),
}  # fmt: skip
