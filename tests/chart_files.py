"""Small made-up charts in every format, written by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

Placed = tuple[float, float, str]  # left edge and base line in points, text


def pdf(pages: Iterable[Iterable[Placed]], trailer: bytes = b"") -> bytes:
    """A PDF of pages with text at places (letter size, Helvetica 10)."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for page in pages:
        drawn = b"\n".join(
            b"BT /F1 10 Tf %f %f Td (%s) Tj ET" % (left, base, _escaped(text)) for left, base, text in page
        )
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, table)
    return bytes(out)


def _escaped(text: str) -> bytes:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("latin-1")


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    return pdf(
        [[(72, 700, "secret")]],
        b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (b"31" * 32, b"32" * 32),
    )


def lines_pdf(*lines: str, left: float = 72) -> bytes:
    """A PDF of one page with one line below the other."""
    return pdf([[(left, 720 - 12 * number, line) for number, line in enumerate(lines)]])


def docx(body: str, **parts: str) -> bytes:
    """A Word file: ``body`` is what stands in w:body, ``parts`` other members of word/."""
    name = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    members = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {name}><w:body>{body}</w:body></w:document>",
    }
    members |= {f"word/{part}.xml": f"<w:{part} {name}>{content}</w:{part}>" for part, content in parts.items()}
    return zipped({member: content.encode() for member, content in members.items()})


def paragraph(*runs: str) -> str:
    """A paragraph of Word; a run that begins with < is taken as it is."""
    return f"<w:p>{''.join(run if run.startswith('<') else f'<w:r><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(zipfile.ZipInfo(member, (2026, 3, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def ccda(*sections: str, header: str = "", body: str = "") -> bytes:
    """A C-CDA document of sections, or with another body."""
    structured = f"<structuredBody>{''.join(f'<component>{one}</component>' for one in sections)}</structuredBody>"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3">
<typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
<code code="18842-5" codeSystem="2.16.840.1.113883.6.1" displayName="Discharge summary"/>
<title>Made-up hospital: summary</title><effectiveTime value="20260303101500+0000"/><languageCode code="en-US"/>
<recordTarget><patientRole><patient><name><given>Ada</given><family>Mock</family></name>
<administrativeGenderCode code="F" codeSystem="2.16.840.1.113883.5.1"/>
<birthTime value="19500304"/></patient></patientRole></recordTarget>
<author><assignedAuthor><assignedPerson><name><given>Wil</given><family>Quill</family></name></assignedPerson></assignedAuthor></author>
<componentOf><encompassingEncounter><code code="IMP"/><effectiveTime><low value="20260227"/><high value="20260302"/></effectiveTime>
</encompassingEncounter></componentOf>{header}
<component>{body or structured}</component></ClinicalDocument>""".encode()


def section(loinc: str, title: str, text: str) -> str:
    """A section of a C-CDA."""
    return (
        '<section><templateId root="2.16.840.1.113883.10.20.22.2.4"/>'
        f'<code code="{loinc}" codeSystem="2.16.840.1.113883.6.1"/><title>{title}</title><text>{text}</text></section>'
    )


def hl7(*segments: str, kind: str = "MDM^T02", end: str = "\r") -> bytes:
    """An HL7 v2 message with a face sheet."""
    head = (
        rf"MSH|^~\&|A|B|C|D|20260303||{kind}|1|P|2.5",
        "PID|1||1||Mock^Ada||19500304|F",
        "PV1|1|I" + "|" * 42 + "20260227|20260302",
    )
    return end.join((*head, *segments, "")).encode()
