"""Messages: their text, the documents that they carry, saved web pages; what is encrypted or broken is said."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from chart_files import ccda, lines_pdf, section, zipped
from nosologist.errors import UnreadableNoteError
from nosologist.formats.charts import charts_in
from nosologist.formats.recognise import Kind, kind_of


def message(text: str = "Record attached.") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@x.test", "b@y.test", "Record"
    mail.set_content(text)
    return mail


def texts(data: bytes) -> list[tuple[str, str]]:
    charts = list(charts_in(data, "in.eml", "in.eml"))
    assert [chart.unreadable for chart in charts] == [()] * len(charts)
    return [(one.id, one.text.strip()) for chart in charts for one in chart.documents]


def test_the_text_and_every_document() -> None:
    mail = message()
    mail.add_attachment(ccda(section("51848-0", "", "Gout.")), maintype="text", subtype="xml", filename="ccd.xml")
    mail.add_attachment(
        zipped({"a.pdf": lines_pdf("Asthma.")}), maintype="application", subtype="zip", filename="a.zip"
    )
    assert texts(mail.as_bytes()) == [
        ("in.eml > part 1", "Record attached."),
        ("in.eml > ccd.xml", "ASSESSMENT:\nGout."),
        ("in.eml > a.zip > a.pdf", "Asthma."),
    ]


def test_of_several_forms_the_richest_and_of_a_saved_page_the_page() -> None:
    mail = message("plain")
    mail.add_alternative("<p>Ménière</p>", subtype="html", charset="iso-8859-1")
    assert texts(mail.as_bytes()) == [("in.eml > part 1", "Ménière")]
    page = EmailMessage()
    page["Subject"] = "Note"
    page.set_content("<html><body><p>Gout = yes</p></body></html>", subtype="html", cte="quoted-printable")
    page.add_related(b"\x89PNG", maintype="image", subtype="png")
    assert texts(page.as_bytes()) == [("in.eml > part 1", "Gout = yes")]


def test_a_message_in_a_message() -> None:
    outer = message()
    outer.add_attachment(message("Gout."))
    assert [text for _, text in texts(outer.as_bytes())] == ["Record attached.", "Gout."]


def test_what_is_encrypted_or_empty_is_refused() -> None:
    locked = b"MIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; name=a.p7m\r\n\r\nAAAA\r\n"
    with pytest.raises(UnreadableNoteError, match="an encrypted message; decrypt it first"):
        texts(locked)
    with pytest.raises(UnreadableNoteError, match="a message without text or documents"):
        texts(b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n\r\n")


def test_a_part_that_cannot_be_read_is_told() -> None:
    mail = message()
    mail.add_attachment(lines_pdf("Gout.")[:300], maintype="application", subtype="pdf", filename="a.pdf")
    charts = list(charts_in(mail.as_bytes(), "in.eml", "in.eml"))
    assert ["cut short" in error for chart in charts for error in chart.unreadable] == [True]


def test_a_note_with_labels_is_no_message() -> None:
    assert kind_of(b"Patient: Ada\nDate: 2026-03-01\nAssessment: gout\n") is Kind.TEXT


def related(*parts: tuple[str, bytes]) -> bytes:
    """Parts that belong together, each with its kind."""
    inner = b"".join(b"--x\r\nContent-Type: %s\r\n\r\n%s\r\n" % (kind.encode(), content) for kind, content in parts)
    return b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n" + inner + b"--x--\r\n"


def test_the_documents_of_an_exchange_are_read_and_not_the_letter_around_them() -> None:
    letter = b"<s:Envelope xmlns:s='x'><s:Body><Document/></s:Body></s:Envelope>"
    wrapped = related(("application/xop+xml", letter), ("text/xml", ccda(section("51848-0", "", "Gout."))))
    assert [text for _, text in texts(wrapped)] == ["ASSESSMENT:\nGout."]


def test_beside_a_saved_page_its_lists_are_none_and_a_document_is_one() -> None:
    page = ("text/html", b"<html><body><p>Gout</p></body></html>")
    lists = ("text/xml", b"<xml><o:File HRef='a.png'/></xml>")
    assert [text for _, text in texts(related(page, lists))] == ["Gout"]
    assert [text for _, text in texts(related(page, lists, ("text/rtf", rb"{\rtf1 Asthma}")))] == ["Gout", "Asthma"]
