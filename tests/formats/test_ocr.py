"""Scans: recognised whichever way up they lie, page by page, with the place of every word."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest

pytest.importorskip("PIL", reason="needs pillow, of the extra ocr")

import chart_files
from benchmarks.ocr import codes_of, recognised_text, samples, scan_of
from nosologist.codesets.library import Books
from nosologist.errors import UnreadableNoteError
from nosologist.formats.charts import charts_in
from nosologist.formats.coded_json import to_object
from nosologist.formats.page_text import Page, text_of
from nosologist.formats.pdf import pdf_text
from nosologist.formats.pdf_layout import Word, rows_of
from nosologist.model.document import Document, Span
from nosologist.model.encounter import Encounter, Setting
from nosologist.pipeline import walk
from scanned import page_images, scan, scanned, scanned_pdf

NOTE = "Assessment:\n1. Gout of the left foot, 14 days\n2. Mild intermittent asthma"
QUICK = ("emergency", "inpatient_septic_shock_with_linked_organ_failures")


def document_of(data: bytes) -> tuple[Document, tuple[str, ...]]:
    [chart] = charts_in(data, "scan", "scan")
    [document] = chart.documents
    return document, chart.remarks


@pytest.mark.parametrize("name", QUICK)
def test_a_skewed_noisy_scan_gives_the_codes_of_its_text(name: str, tesseract: Path, books: Books) -> None:
    [(number, sample)] = [(number, one) for number, one in enumerate(samples()) if one.name == name]
    wanted = codes_of(sample.path.read_text("utf-8"), sample.setting, books)
    given = codes_of(recognised_text(scan_of(sample, number)), sample.setting, books)
    assert len(wanted & given) >= 0.95 * len(wanted)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "GIF"])
def test_images_of_every_kind(form: str, tesseract: Path) -> None:
    out = io.BytesIO()
    page_images(NOTE, 150)[0].save(out, form)
    document, remarks = document_of(out.getvalue())
    assert document.text.splitlines()[0] == "Assessment:"
    assert "Gout of the left foot, 14 days" in document.text
    assert document.format == "image"
    assert remarks[0] == "scan: a page is a scan, recognised by OCR: check codes and numbers on the page"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_that_lie_on_their_side_or_head(turn: int, tesseract: Path) -> None:
    note = "\n".join(f"{number}. Gout of the left foot with tophus, stable" for number in range(1, 15))
    page = page_images(note, 150)[0].rotate(turn, expand=True)
    document, _ = document_of(scanned_pdf(page, dpi=150))
    assert document.text.count("Gout of the left foot") == 14
    assert document.places
    first = document.places[0]
    shown = {90: first.top > 0.8, 180: first.left > 0.8, 270: first.top < 0.2}
    assert shown[turn]


def test_pages_with_and_without_a_text_layer_in_one_pdf(tesseract: Path) -> None:
    data = mixed_pdf()
    document, remarks = document_of(data)
    assert document.text.split("\n") == [
        "Typed: migraine.",
        "Assessment:",
        "1. Gout of the left foot, 14 days",
        "2. Mild intermittent asthma",
    ]
    assert document.places
    pages = {place.page: place.sure for place in (document.places[index] for index in range(len(document.places)))}
    assert pages[1] == 1.0
    assert pages[2] < 1.0
    assert remarks[0].startswith("scan: a page is a scan, recognised by OCR")


def test_a_stamp_over_a_scan_is_not_its_text(tesseract: Path) -> None:
    assert "Gout" in document_of(mixed_pdf(stamped=True))[0].text


def test_evidence_stands_on_the_page(tesseract: Path, books: Books) -> None:
    page = scan(page_images(NOTE)[0], 1, 2.0)
    document, _ = document_of(scanned_pdf(page))
    coded = to_object(walk(Encounter((document,), Setting.OUTPATIENT), books))
    [gout] = [code for code in coded["codes"] if code["code"].startswith("M10")]
    [place] = [place for span in gout["evidence"] for place in span["places"] if span["text"].startswith("Gout")][:1]
    assert place["page"] == 1
    left, top, right, bottom = place["box"]
    cut = page.crop(
        (int(left * page.width), int(top * page.height), int(right * page.width), int(bottom * page.height))
    )
    out = io.BytesIO()
    cut.save(out, "PNG")
    one_word = [str(tesseract), "stdin", "stdout", "--psm", "8", "--dpi", "300"]
    assert subprocess.run(one_word, input=out.getvalue(), capture_output=True, check=True).stdout.strip() == b"Gout"


def test_without_tesseract_the_scan_is_refused_and_what_to_install_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    why = r"^scan: .*1 is scanned; the program tesseract is not installed; install it \(Debian and Ubuntu: apt-get install"
    for data in (scanned(NOTE), scanned_pdf(page_images(NOTE, 100)[0])):
        with pytest.raises(UnreadableNoteError, match=why):
            list(charts_in(data, "scan", "scan"))
    text, remarks, _ = pdf_text(mixed_pdf(), "scan")
    assert text == "Typed: migraine."
    assert [remark.partition(";")[0] for remark in remarks] == ["scan: page 2 is scanned: left out"]


def test_a_page_without_words(tesseract: Path) -> None:
    from PIL import Image

    with pytest.raises(UnreadableNoteError, match="no words could be recognised"):
        list(charts_in(scanned_pdf(Image.new("L", (400, 500), 200)), "scan", "scan"))


def test_an_image_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")
    with pytest.raises(UnreadableNoteError, match="12000 x 12000 pixels are more than one page"):
        list(charts_in(out.getvalue(), "scan", "scan"))


@pytest.mark.parametrize("length", [20, 200, 1_000])
def test_an_image_cut_short(length: int) -> None:
    out = io.BytesIO()
    page_images(NOTE, 100)[0].save(out, "PNG")
    with pytest.raises(UnreadableNoteError, match="cut short or damaged"):
        list(charts_in(out.getvalue()[:length], "scan", "scan"))


def test_a_scan_within_a_message(tesseract: Path) -> None:
    import base64

    packed = base64.b64encode(scanned_pdf(page_images(NOTE, 150)[0], dpi=150)).decode()
    [chart] = charts_in(chart_files.hl7("TXA|1|DS", f"OBX|1|ED|||S^AP^PDF^Base64^{packed}"), "m", "m")
    [document] = chart.documents
    assert "Gout" in document.text
    assert document.places
    assert document.places.of(Span(0, 5))
    assert any("recognised by OCR" in remark for remark in chart.remarks)


def mixed_pdf(stamped: bool = False) -> bytes:
    """A typed page and a scanned one; or a scanned page with a line of type over it."""
    import pypdfium2 as pdfium

    typed = pdfium.PdfDocument(chart_files.lines_pdf("Typed: migraine."))
    scan_pages = pdfium.PdfDocument(scanned_pdf(scan(page_images(NOTE)[0], 1)))
    if stamped:
        font = pdfium.raw.FPDFText_LoadStandardFont(scan_pages.raw, b"Helvetica")
        text = pdfium.raw.FPDFPageObj_CreateTextObj(scan_pages.raw, font, 10.0)
        encoded = "FAX 1 of 1\0".encode("utf-16-le")
        pdfium.raw.FPDFText_SetText(text, (pdfium.raw.FPDF_WCHAR * (len(encoded) // 2)).from_buffer_copy(encoded))
        page = scan_pages[0]
        pdfium.raw.FPDFPage_InsertObject(page.raw, text)
        pdfium.raw.FPDFPage_GenerateContent(page.raw)
    else:
        typed.import_pages(scan_pages)
    out = io.BytesIO()
    (scan_pages if stamped else typed).save(out)
    return out.getvalue()


def test_a_recognised_line_of_low_letters_begins_no_paragraph() -> None:
    ink = (0.0, 0.0, 1.0, 1.0)
    words = [
        Word("GBS", 72, 700, 90, 711, 0.9, ink),
        Word("neg.", 72, 688, 90, 694, 0.9, ink),
        Word("B", 72, 660, 90, 671, 0.9, ink),
    ]
    assert text_of([Page(rows_of(words), 612, 792)])[0] == "GBS\nneg.\n\nB"
