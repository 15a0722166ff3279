"""Pages of PDFs and scans as pictures."""

from __future__ import annotations

import io

import pytest

from chart_files import lines_pdf
from nosologist.errors import UnreadableNoteError
from nosologist.formats.page_picture import drawn, sizes
from scanned import page_images, printed, scanned

TEXT = "Assessment: essential hypertension."


def png(data: bytes, number: int = 1):  # type: ignore[no-untyped-def]
    from PIL import Image

    return Image.open(io.BytesIO(drawn(data, number)))


def test_a_page_of_a_pdf_is_drawn_in_the_size_that_was_told() -> None:
    data = printed("\n".join([TEXT] * 70))
    assert len(sizes(data)) == 2
    assert png(data, 2).size == sizes(data)[1]


def test_a_scan_is_drawn_page_by_page() -> None:
    data = scanned("\n".join([TEXT] * 70), dpi=100)
    assert [png(data, number).size for number in (1, 2)] == list(sizes(data))


def test_a_picture_is_turned_as_its_camera_says() -> None:
    page, held = page_images(TEXT, dpi=50)[0], io.BytesIO()
    exif = page.getexif()
    exif[0x0112] = 6  # to be turned by a quarter
    page.save(held, "JPEG", exif=exif)
    assert sizes(held.getvalue()) == ((page.height, page.width),)
    assert png(held.getvalue()).size == (page.height, page.width)


@pytest.mark.parametrize(
    ("data", "number"), [(b"%PDF-1.7 broken", 1), (lines_pdf("a"), 9), (b"\x89PNG\r\n\x1a\n" + bytes(50), 1), (b"", 1)],
    ids=["broken", "no such page", "picture", "nothing"],
)  # fmt: skip
def test_what_cannot_be_drawn_is_a_line(data: bytes, number: int) -> None:
    with pytest.raises(UnreadableNoteError, match=f"^page {number}: cannot be drawn$"):
        drawn(data, number)
