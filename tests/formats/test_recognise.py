"""What a file is, by its content."""

from __future__ import annotations

import pytest

from nosologist.formats.recognise import Kind, kind_of


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"Assessment: gout", Kind.TEXT),
        (b"", Kind.TEXT),
        (b"[ ] no fever\n{brackets}", Kind.TEXT),
        (b"<5 mg of it, > 3 days", Kind.TEXT),
        (b"<NAME> was seen on <DATE>. Gout.", Kind.TEXT),
        (b"<!-- x --><section>", Kind.XML),
        (b"<a:b xmlns:a='x'>", Kind.XML),
        (b"MSH is short for nothing here", Kind.TEXT),
        (b"ISA 12 score", Kind.TEXT),
        (b"\n {\\rtf1 x}", Kind.RTF),
        (b"%PDF-1.7", Kind.PDF),
        (b"junk before\n%PDF-1.4", Kind.PDF),
        (b"PK\x03\x04...", Kind.ZIP),
        (b"<?xml version='1.0'?><!-- x --><ClinicalDocument/>", Kind.XML),
        (b"\xef\xbb\xbf<section xmlns='urn:hl7-org:v3'>", Kind.XML),
        ("<?xml version='1.0' encoding='UTF-16'?><a/>".encode("utf-16"), Kind.XML),
        (b"<!DOCTYPE html><html>", Kind.HTML),
        (b"<?xml version='1.0'?><html xmlns='x'>", Kind.HTML),
        (b"<div>note</div>", Kind.HTML),
        (b'{"resourceType": "Bundle"}', Kind.JSON),
        (b"[\n{", Kind.JSON),
        (rb"MSH|^~\&|", Kind.HL7),
        (b"\x0bMSH#^~\\&#", Kind.HL7),
        (b"\xef\xbb\xbfBHS|^~\\&|", Kind.HL7),
        (b"ISA*00*          *", Kind.X12),
        (b"\x89PNG\r\n", Kind.IMAGE),
        (b"\xff\xd8\xff\xe0", Kind.IMAGE),
        (b"\xd0\xcf\x11\xe0\xa1", Kind.OLE),
        (b"\x1f\x8b\x08", Kind.GZIP),
    ],
)
def test_kinds(content: bytes, kind: Kind) -> None:
    assert kind_of(content) is kind
