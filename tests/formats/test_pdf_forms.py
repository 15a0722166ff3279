"""PDF as people fill and turn it: fields and boxes of forms, typed notes, text in any direction, an empty password."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from nosologist.formats.charts import charts_in
from nosologist.formats.page_picture import picture
from nosologist.model.document import Document, Span

canvas = pytest.importorskip("reportlab.pdfgen.canvas", reason="needs reportlab, of the extra dev")
LINES = ("ASSESSMENT", "1. Gout of the toe", "2. Asthma")


def document(draw: Callable[[Any], object], **options: Any) -> Document:
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(612, 792), **options)
    draw(page)
    page.showPage()
    page.save()
    [chart] = charts_in(out.getvalue(), "in.pdf", "in.pdf")
    return chart.documents[0]


def written(page: Any, left: float, top: float, *lines: str) -> None:
    for number, line in enumerate(lines):
        page.drawString(left, top - 14 * number, line)


def filled(page: Any) -> None:
    written(page, 72, 720, "Diagnosis:", "Gout", "Asthma", "Side:")
    form = page.acroForm
    form.textfield(name="d", value="Essential hypertension", x=140, y=716, width=200, height=14, fontSize=10)
    form.checkbox(name="g", checked=True, x=140, y=704, size=10)
    form.checkbox(name="a", checked=False, x=140, y=690, size=10)
    form.choice(name="s", value="right", options=["left", "right"], x=140, y=674, width=80, height=14)


def test_fields_and_boxes_of_a_form() -> None:
    text = document(filled).text
    assert text.splitlines() == ["Diagnosis: Essential hypertension", "Gout   ☒", "Asthma   ☐", "Side:   right"]


PROSE = tuple(f"Line {number} says that the knee is better today" for number in range(12))
STAMP = "Printed by the records office on 3/3/2026"


def stamped(page: Any, text: str, left: float, base: float, turn: float, size: float) -> None:
    page.saveState()
    page.translate(left, base)
    page.rotate(turn)
    page.setFont("Helvetica", size)
    page.drawString(0, 0, text)
    page.restoreState()


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize(("text", "size"), [("CONFIDENTIAL COPY", 40), ("D R A F T", 60), (STAMP, 14)])
def test_a_watermark_across_the_lines_leaves_them_whole(text: str, size: float, is_first: bool) -> None:
    def drawn(page: Any) -> None:
        if is_first:
            stamped(page, text, 80, 560, 40, size)
        page.setFont("Helvetica", 12)
        written(page, 72, 720, *PROSE)
        if not is_first:
            stamped(page, text, 80, 560, 40, size)

    assert document(drawn).text.splitlines() == list(PROSE)


@pytest.mark.parametrize(("left", "turn"), [(30, 90), (590, -90), (590, 90)])
def test_a_stamp_on_its_side_at_the_margin_stands_behind_the_page(left: float, turn: float) -> None:
    def drawn(page: Any) -> None:
        written(page, 72, 720, *PROSE)
        stamped(page, STAMP, left, 560 if turn > 0 else 740, turn, 9)

    read = document(drawn)
    assert read.text.splitlines() == [*PROSE, "", STAMP]
    assert read.places
    start = read.text.index("Printed")
    [place] = read.places.of(Span(start, start + len("Printed")))
    assert abs(place.left * 612 - left) < 15
    assert place.bottom - place.top > place.right - place.left


def test_a_watermark_is_told() -> None:
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(612, 792))
    written(page, 72, 720, *LINES)
    stamped(page, "DRAFT COPY", 80, 560, 40, 40)
    page.save()
    [chart] = charts_in(out.getvalue(), "in.pdf", "in.pdf")
    assert chart.remarks == ("in.pdf: page 1: 2 words across the page, as of a watermark: left out",)


def struck(page: Any, *boxes: tuple[float, float, float, float], kind: str = "StrikeOut", flags: int = 4) -> None:
    from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName

    corners = [side for x0, y0, x1, y1 in boxes for side in (x0, y1, x1, y1, x0, y0, x1, y0)]
    rect = [min(box[at] for box in boxes) if at < 2 else max(box[at] for box in boxes) for at in range(4)]
    page._addAnnotation(
        PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName(kind),
                "Rect": PDFArray(rect),
                "QuadPoints": PDFArray(corners),
                "F": flags,
            }
        )
    )


@pytest.mark.parametrize(
    ("kind", "flags", "text"),
    [
        ("StrikeOut", 4, ["ASSESSMENT", "1. Gout of the"]),
        ("StrikeOut", 2, list(LINES)),  # hidden: nobody sees the line
        ("Highlight", 4, list(LINES)),
    ],
)
def test_words_that_a_note_strikes_out(kind: str, flags: int, text: list[str]) -> None:
    def drawn(page: Any) -> None:
        written(page, 72, 720, *LINES)
        wide = page.stringWidth("1. Gout of the ", "Helvetica", 12)
        struck(page, (70 + wide, 703, 300, 716), (70, 689, 300, 702), kind=kind, flags=flags)

    assert document(drawn).text.splitlines() == text


def test_the_picture_of_a_page_shows_what_is_filled_in() -> None:
    image = pytest.importorskip("PIL.Image", reason="needs pillow, of the extra ocr")
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(612, 792))
    page.acroForm.textfield(name="d", value="Gout", x=140, y=700, width=200, height=16, fontSize=12, borderWidth=0)
    page.showPage()
    page.save()
    shown = image.open(io.BytesIO(picture(out.getvalue(), 1))).convert("L")
    scale = shown.width / 612
    field = shown.crop(tuple(round(side * scale) for side in (142, 792 - 715, 200, 792 - 701)))
    assert field.getextrema()[0] < 128


def test_a_note_typed_over_the_page() -> None:
    def draw(page: Any) -> None:
        written(page, 72, 720, "ASSESSMENT")
        page.freeTextAnnotation("Gout\nAsthma", "/Helv 10 Tf 0 g", Rect=[72, 660, 200, 710])

    assert document(draw).text.split() == ["ASSESSMENT", "Gout", "Asthma"]


ORIGINS = {0: (72, 500), 90: (300, 100), 180: (500, 500), 270: (100, 500)}


@pytest.mark.parametrize("of_page", [0, 90, 180, 270])
@pytest.mark.parametrize("of_text", [0, 90, 180, 270])
def test_text_in_any_direction_with_its_place_on_the_page_as_shown(of_text: int, of_page: int) -> None:
    def draw(page: Any) -> None:
        page.setPageRotation(of_page)
        page.translate(*ORIGINS[of_text])
        page.rotate(of_text)
        written(page, 0, 0, *LINES)

    read = document(draw)
    assert read.text == "\n".join(LINES)
    assert read.places is not None
    first = read.places.of(Span(0, len(LINES[0])))[0]
    is_upright = (of_text - of_page) % 180 == 0
    wide, high = (first.right - first.left) * 612, (first.bottom - first.top) * 792  # of the page as shown
    assert (wide > high) is is_upright


def test_an_empty_password_locks_nothing() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    locked = StandardEncryption("", ownerPassword="x", strength=128)
    assert document(lambda page: written(page, 72, 720, *LINES), encrypt=locked).text == "\n".join(LINES)
