"""What a file is, by its content; its name says nothing."""

from __future__ import annotations

import codecs
import re
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of files that we tell apart; the value is how a person calls them."""

    TEXT = "plain text"
    RTF = "RTF"
    HTML = "HTML"
    PDF = "a PDF"
    ZIP = "a zip or Word file"
    XML = "XML"
    JSON = "JSON"
    HL7 = "HL7 v2"
    X12 = "an X12 interchange (claims or answers to them)"
    IMAGE = "an image"
    OLE = "an old Word file (.doc) or an encrypted Office file"
    GZIP = "a gzip file"
    MAIL = "a message"


_SIGNATURES = (
    (b"%PDF-", Kind.PDF),
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),  # an empty one
    (b"\x89PNG", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"II*\x00", Kind.IMAGE),
    (b"MM\x00*", Kind.IMAGE),
    (b"II+\x00", Kind.IMAGE),  # a large TIFF
    (b"MM\x00+", Kind.IMAGE),
    (b"\xd0\xcf\x11\xe0", Kind.OLE),
    (b"\x1f\x8b", Kind.GZIP),
)
_LEADING = b" \t\r\n\x0b\x1c\x00"
_HL7 = re.compile(r"(?:MSH|FHS|BHS)[^\w\s]|msh\|\^~")
_X12 = re.compile(r"ISA[^\w\s]..[^\w\s]")
_MAIL = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*)*?mime-version:\s*1\.0", re.IGNORECASE)
_JSON = re.compile(r"\{\s*(?:[\"}]|$)|\[\s*[{\[]")  # not the empty box of a form: [ ]
# An XML file says so, or its first element declares a name space or is one of C-CDA; "<NAME> was seen" is a note.
_XML = re.compile(
    r"<(?:\?xml|!doctype|[A-Za-z_][^<>]*\sxmlns\b|(?:\w+:)?(?:ClinicalDocument|section|component|structuredBody|entry|recordTarget)[\s>/])",
    re.IGNORECASE,
)
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|div|p|br|table|h[1-6]|ul|ol|b|i|span|font|center)[\s>/]", re.IGNORECASE
)
_PROLOG = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->)", re.DOTALL)
_HEAD = 65_536
_PDF_WITHIN = 1_024  # readers look for the header so far into the file


def kind_of(data: bytes) -> Kind:
    """The kind of a file from its first bytes."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data.lstrip(_LEADING + codecs.BOM_UTF8).startswith(b"{\\rtf"):
        return Kind.RTF
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return Kind.PDF
    start = _start(data)
    if _HL7.match(start):
        return Kind.HL7
    if _X12.match(start):
        return Kind.X12
    if _JSON.match(start):
        return Kind.JSON
    if _MAIL.match(start.replace("\r\n", "\n")):
        return Kind.MAIL
    return _markup(start)


def _markup(start: str) -> Kind:
    if not start.startswith("<"):
        return Kind.TEXT
    is_xml = start.startswith("<?xml")
    while prolog := _PROLOG.match(start):
        start = start[prolog.end() :]
    start = start.lstrip()
    if _HTML.match(start):
        return Kind.HTML
    return Kind.XML if is_xml or _XML.match(start) else Kind.TEXT


def _start(data: bytes) -> str:
    """The first characters, whatever the encoding, without marks and blanks before them."""
    head = data[:_HEAD]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = head.decode("utf-16", "ignore")
    elif head[1:2] == b"\x00":
        text = head.decode("utf-16-le", "ignore")
    elif head[:1] == b"\x00":
        text = head.decode("utf-16-be", "ignore")
    else:
        text = head.decode("utf-8", "ignore")
    return text.lstrip("\ufeff \t\r\n\x0b\x1c")
